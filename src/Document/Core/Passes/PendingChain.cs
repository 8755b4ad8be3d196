using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Planning;

namespace DocMigrate.Document.Passes;

/// <summary>What is pending on one collection and can be checked on its documents as they are now: up to the first operation on the collection itself, but for indexes.</summary>
/// <param name="Collection">The collection's name.</param>
/// <param name="Before">The collection as the history knows it before all of it; null when it does not know it.</param>
internal sealed record PendingChain(string Collection, CollectionShape? Before)
{
    private readonly List<PassOperation> _reshapes = [];
    private readonly List<PendingIndex> _indexes = [];

    /// <summary>The reshapes, in the order of execution.</summary>
    public IReadOnlyList<PassOperation> Reshapes => _reshapes;

    /// <summary>The operations on indexes, in the order of execution.</summary>
    public IReadOnlyList<PendingIndex> Indexes => _indexes;

    /// <summary>The chains of steps, by the order in which collections come first.</summary>
    /// <param name="steps">The steps, in the order of execution.</param>
    /// <param name="begun">The migrations that an earlier run stopped in: their collections are half old and half new, so nothing can be said of them before.</param>
    public static IEnumerable<PendingChain> Of(IReadOnlyList<PlanStep> steps, IReadOnlySet<MigrationId> begun)
    {
        var chains = new Dictionary<string, PendingChain>(StringComparer.Ordinal);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (step, planned) in steps.SelectMany(static step => step.Operations.Select(planned => (step, planned))))
        {
            if ((DocumentOperation?)planned.Effective is not { } operation || closed.Contains(operation.Collection))
            {
                continue;
            }

            if (begun.Contains(step.Migration)
                || operation is not (ReshapeOperation or CreateDocumentIndexOperation or DropDocumentIndexOperation or ContractCollectionOperation))
            {
                closed.Add(operation.Collection);
                continue;
            }

            if (!chains.TryGetValue(operation.Collection, out var chain))
            {
                var before = DocumentSchema.From(planned.Before).Collection(operation.Collection);
                chains[operation.Collection] = chain = new PendingChain(operation.Collection, before);
            }

            if (operation is ReshapeOperation reshape)
            {
                chain._reshapes.Add(new PassOperation(step, planned, reshape));
            }
            else if (operation is CreateDocumentIndexOperation or DropDocumentIndexOperation)
            {
                chain._indexes.Add(new PendingIndex(chain._reshapes.Count, step.Migration, operation));
            }
        }

        return chains.Values;
    }
}
