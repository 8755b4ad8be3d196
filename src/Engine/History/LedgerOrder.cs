using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>The order in which migrations must have been applied, for entries whose order in the ledger was lost.</summary>
internal static class LedgerOrder
{
    /// <summary>Dependencies first; among the free ones the one that was begun first, then by module and name.</summary>
    public static IReadOnlyList<LedgerEntry> Of(IEnumerable<LedgerEntry> entries)
    {
        var all = entries.OrderBy(static entry => entry.StartedAt).ThenBy(static entry => entry.Migration).ToList();
        var ids = all.Select(static entry => entry.Migration).ToHashSet();
        var open = all.ToDictionary(static entry => entry.Migration, entry => entry.Dependencies.Count(ids.Contains));
        var children = all.SelectMany(static entry => entry.Dependencies.Select(dependency => (dependency, entry.Migration)))
            .ToLookup(static pair => pair.dependency, static pair => pair.Migration);
        var places = all.Select(static (entry, place) => (entry.Migration, place)).ToDictionary(static pair => pair.Migration, static pair => pair.place);
        var free = new PriorityQueue<LedgerEntry, int>(all.Where(entry => open[entry.Migration] == 0).Select(entry => (entry, places[entry.Migration])));
        var order = new List<LedgerEntry>(all.Count);
        while (free.TryDequeue(out var entry, out _))
        {
            order.Add(entry);
            foreach (var child in children[entry.Migration].Where(child => --open[child] == 0))
            {
                free.Enqueue(all[places[child]], places[child]);
            }
        }

        // Journals of two histories may even contradict each other in a circle: what can't be sorted follows as it was begun.
        return [.. order, .. all.Where(entry => open[entry.Migration] > 0)];
    }
}
