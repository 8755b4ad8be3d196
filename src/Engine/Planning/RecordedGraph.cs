using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.History;

namespace DocMigrate.Engine.Planning;

/// <summary>The graph of the code's migrations and of those that only the ledger has, which take their place in the order: the state is then what the stores hold.</summary>
internal static class RecordedGraph
{
    /// <remarks>
    /// An applied migration also comes after the others that it depended on when it was applied: its file may have had another dependency on the branch
    /// that it was applied from.
    /// </remarks>
    /// <exception cref="Errors.CatalogException">The code's dependencies and the recorded ones make a circle.</exception>
    public static MigrationGraph Of(SquashView view, HistorySnapshot history)
    {
        var code = view.Graph;
        var others = history.Entries.Values
            .Where(entry => !code.Contains(entry.Migration) && entry.Status.IsTouched())
            .ToDictionary(static entry => entry.Migration);
        return others.Count == 0
            ? code
            : new MigrationGraph(code.Order
                .Select(id => (id, code.Parents(id).Concat(RecordedParents(id).Concat(view.InsteadOf(id)).Where(others.ContainsKey))))
                .Concat(others.Values.Select(entry => (
                    entry.Migration, entry.Dependencies.Where(parent => others.ContainsKey(parent) || code.Contains(parent))))));

        IEnumerable<MigrationId> RecordedParents(MigrationId id) => history.IsTouched(id) ? history.Find(id)!.Dependencies : [];
    }

    /// <summary>What is applied and the code does not have: neither itself, nor within a squash, nor as what a squash was made of.</summary>
    public static IReadOnlyList<LedgerEntry> Unknown(SquashView view, HistorySnapshot history)
    {
        LedgerEntry[] others =
        [
            .. history.Entries.Values
                .Where(entry => entry.Status.IsTouched() && !view.Graph.Contains(entry.Migration) && view.ReplacedBy(entry.Migration) is null)
                .OrderBy(static entry => entry.Order),
        ];
        if (others.Length == 0)
        {
            return others;
        }

        var instead = view.Graph.Order.SelectMany(view.InsteadOf).ToHashSet();
        return [.. others.Where(entry => !instead.Contains(entry.Migration))];
    }
}
