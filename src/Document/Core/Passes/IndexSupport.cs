using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Planning;

namespace DocMigrate.Document.Passes;

/// <summary>What kinds of indexes a store has.</summary>
internal static class IndexSupport
{
    /// <summary>Refuses steps that make an index with options in a store that has plain ones only.</summary>
    /// <exception cref="ConfigurationException">There is one.</exception>
    public static void RequireIndexes(this IPassStore store, IReadOnlyList<PlanStep> steps)
    {
        if (store.HasIndexOptions)
        {
            return;
        }

        foreach (var step in steps)
        {
            if (step.Operations.Select(static planned => planned.Effective).OfType<CreateDocumentIndexOperation>().FirstOrDefault(static create => create.Options != DocumentIndexOptions.None) is { } create)
            {
                throw new ConfigurationException(
                    PassErrors.IndexOptions,
                    $"Migration {step.Migration}: {create.Describe()}: the store '{store.Store}' has indexes in ascending order over all documents only.",
                    "Leave the options out, or make the index by the database's own means, outside of migrations.");
            }
        }
    }
}
