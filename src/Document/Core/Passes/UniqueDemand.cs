using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Passes;

/// <summary>At one point of a chain of reshapes, what must be unique.</summary>
/// <param name="After">How many reshapes are done.</param>
/// <param name="Index">The index.</param>
/// <param name="Maker">The migration that makes the index; null for one that is there.</param>
internal sealed record UniqueDemand(int After, UniqueIndex Index, MigrationId? Maker)
{
    /// <summary>
    /// Where documents have to be looked at: when an index is made, and, where reshapes change what it is over, when it is dropped or the chain ends. Between those points documents may collide
    /// that do not in the end; what a pass meets there stops it between two chunks.
    /// </summary>
    /// <param name="chain">The chain.</param>
    /// <param name="known">The unique indexes that are there.</param>
    /// <param name="nameOf">The name that the store gives an index.</param>
    public static IReadOnlyList<UniqueDemand> Of(PendingChain chain, IEnumerable<string> known, Func<string, string> nameOf)
    {
        var stated = (chain.Before?.Indexes ?? []).ToLookup(index => nameOf(index.Name), static index => index.Paths);
        var live = known.ToDictionary(static name => name, name => new Held(0, stated[name].FirstOrDefault(), null, null), StringComparer.Ordinal);
        var demands = new List<UniqueDemand>();
        foreach (var (after, migration, operation) in chain.Indexes)
        {
            switch (operation)
            {
                case CreateDocumentIndexOperation { Unique: true } create:
                    live[nameOf(create.Name)] = new Held(after, create.Paths, create, migration);
                    demands.Add(new UniqueDemand(after, new UniqueIndex(create.Name, create), migration));
                    break;
                case DropDocumentIndexOperation drop when live.Remove(nameOf(drop.Name), out var held):
                    End(drop.Name, held, after);
                    break;
            }
        }

        foreach (var (name, held) in live.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            End(name, held, chain.Reshapes.Count);
        }

        return demands;

        void End(string name, Held held, int to)
        {
            if (chain.Reshapes.Take(to).Skip(held.From).Any(pending => pending.Operation.TouchesDocuments && Touches(pending.Operation, held.Paths)))
            {
                demands.Add(new UniqueDemand(to, new UniqueIndex(name, held.Made), held.Maker));
            }
        }
    }

    private static bool Touches(ReshapeOperation operation, ValueList<DocumentPath>? paths) =>
        paths is null || operation.Paths.Any(touched => paths.Any(path => path.StartsWith(touched) || touched.StartsWith(path)));

    /// <summary>An index while it is there.</summary>
    /// <param name="From">From which reshape on.</param>
    /// <param name="Paths">What it is over; null when only the store knows.</param>
    /// <param name="Made">The pending operation that makes it; null for one that is there.</param>
    /// <param name="Maker">The migration of that operation.</param>
    private sealed record Held(int From, ValueList<DocumentPath>? Paths, CreateDocumentIndexOperation? Made, MigrationId? Maker);
}
