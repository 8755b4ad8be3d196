using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Planning;

namespace DocMigrate.Document.Passes;

/// <summary>What was done to the documents of a collection since it is there, under whatever name.</summary>
/// <param name="Operations">The reshapes, the first one first, as operations on the collection by its present name. Without those that only say that documents bear stamps.</param>
/// <param name="Shape">The collection as it is now.</param>
internal sealed record CollectionChain(ValueList<PassOperation> Operations, CollectionShape Shape)
{
    /// <summary>The collections that there are after steps.</summary>
    public static IReadOnlyList<CollectionChain> Of(IReadOnlyList<PlanStep> steps)
    {
        var chains = new SortedDictionary<string, List<PassOperation>>(StringComparer.Ordinal);
        foreach (var (step, planned) in steps.SelectMany(static step => step.Operations.Select(planned => (step, planned))))
        {
            switch (planned.Effective)
            {
                case DropCollectionOperation drop:
                    chains.Remove(drop.Collection);
                    break;
                case CreateCollectionOperation create:
                    chains[create.Collection] = [];
                    break;
                case RenameCollectionOperation rename when chains.Remove(rename.Collection, out var known):
                    chains[rename.To] = known;
                    break;
                case ReshapeOperation reshape and not VersionCollectionOperation:
                    chains.TryAdd(reshape.Collection, []);
                    chains[reshape.Collection].Add(new PassOperation(step, planned, reshape));
                    break;
            }
        }

        var state = DocumentSchema.From(steps.SelectMany(static step => step.Operations).LastOrDefault()?.After);
        return
        [
            .. chains.Where(static chain => chain.Value.Count > 0).Select(chain => new CollectionChain(
                chain.Value.Select(operation => operation with { Operation = operation.Operation with { Collection = chain.Key } }).ToValueList(),
                state.Collection(chain.Key) ?? new CollectionShape { Name = chain.Key, Declared = false })),
        ];
    }

    /// <summary>The migrations, in the order of execution.</summary>
    public IReadOnlyList<MigrationId> Migrations => [.. Operations.Select(static operation => operation.Step.Migration).Distinct()];

    /// <summary>
    /// What each stamp that documents may bear leaves to be done, for each migration with its own stamp at the end; without the present stamp, for which there is nothing. Empty
    /// where documents bear none.
    /// </summary>
    public IReadOnlyDictionary<string, ValueList<PassOperation>> AfterStamps
    {
        get
        {
            var links = Shape.Chain.Links;
            PassOperation[] touching = [.. Operations.Where(static operation => operation.Operation.TouchesDocuments)];
            return Shape.StampField is null || links.Count != touching.Length
                ? new Dictionary<string, ValueList<PassOperation>>()
                : links.Select((link, place) => KeyValuePair.Create(link.Previous!.Stamp, Stamped(touching[place..]))).ToDictionary();
        }
    }

    /// <summary>The last operations, each migration's with the stamp of where it comes to; as they are where documents bear none.</summary>
    public ValueList<PassOperation> Stamped(IReadOnlyCollection<PassOperation> last)
    {
        if (Shape.StampField is not { } field)
        {
            return last.ToValueList();
        }

        var links = Shape.Chain.Links;
        var done = links.Count - last.Count(static operation => operation.Operation.TouchesDocuments);
        var operations = new List<PassOperation>();
        foreach (var migration in last.GroupBy(static operation => operation.Step.Migration))
        {
            done += migration.Count(static operation => operation.Operation.TouchesDocuments);
            operations.AddRange(migration);
            operations.Add(migration.Last() with
            {
                Operation = new StampDocumentsOperation
                {
                    Collection = Shape.Name, Field = field, Stamp = done == links.Count ? Shape.Chain.Stamp : links[done].Previous!.Stamp,
                },
            });
        }

        return operations.ToValueList();
    }

    /// <summary>The operations of the last migrations, as many as can be told by looks whether they were done, all taken together.</summary>
    /// <param name="first">The first migration that may be among them.</param>
    public ValueList<PassOperation> Told(MigrationId first)
    {
        var migrations = Migrations;
        IReadOnlyList<PassOperation> told = [];
        foreach (var migration in migrations.SkipWhile(migration => migration != first).Reverse())
        {
            PassOperation[] more = [.. Operations.Where(operation => operation.Step.Migration == migration), .. told];
            if (!WorkTests.TellsApart([.. more.Select(static operation => operation.Operation)]))
            {
                break;
            }

            told = more;
        }

        return told.ToValueList();
    }
}
