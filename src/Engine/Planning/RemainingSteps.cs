using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.History;
using DocMigrate.Planning;
using DocMigrate.State;

namespace DocMigrate.Engine.Planning;

/// <summary>What was applied on a store; and what a document has missed that was left out of a step: that one, and all that were run after it.</summary>
internal sealed class RemainingSteps(AppliedDefinitions definitions)
{
    /// <summary>The steps that are applied on a store, in the order in which migrations apply.</summary>
    public IReadOnlyList<PlanStep> Applied(string store, SquashView view, HistorySnapshot history) =>
        Steps(RecordedGraph.Of(view, history).Order.Select(history.Find).OfType<LedgerEntry>(), store, static part => part.Status == MigrationStatus.Applied);

    /// <summary>The steps in the order of execution; empty where the migration does not stand as that direction left it, so that it is not this document's last word.</summary>
    /// <param name="migration">The migration whose step left the document out.</param>
    /// <param name="direction">Applied or undone.</param>
    /// <param name="store">On which store.</param>
    /// <param name="view">The migrations as the history sees them.</param>
    /// <param name="history">What is applied.</param>
    public IReadOnlyList<PlanStep> Of(MigrationId migration, Direction direction, string store, SquashView view, HistorySnapshot history)
    {
        var goal = direction == Direction.Forward ? MigrationStatus.Applied : MigrationStatus.RolledBack;
        if (history.Find(migration) is not { } start || start.Part(store)?.Status != goal || history.HalfDone(migration, store) is not null)
        {
            return [];
        }

        LedgerEntry[] applied = [.. RecordedGraph.Of(view, history).Order.Select(history.Find).OfType<LedgerEntry>()];
        return direction == Direction.Forward
            ? [.. Applied(store, view, history).SkipWhile(step => step.Migration != migration)]
            : Undone(start, applied, store, history);
    }

    // What was undone with the migration or after it, and had been applied before it: the last applied comes first.
    private PlanStep[] Undone(LedgerEntry start, LedgerEntry[] applied, string store, HistorySnapshot history)
    {
        var undone = history.Entries.Values
            .Where(entry => entry.Part(store)?.Status == MigrationStatus.RolledBack && entry.Order <= start.Order && entry.StartedAt >= start.StartedAt)
            .OrderBy(static entry => entry.Order)
            .ToArray();
        var ids = undone.Select(static entry => entry.Migration).ToHashSet();
        var steps = Steps(
            [.. applied.Where(entry => !ids.Contains(entry.Migration)), .. undone], store,
            part => part.Status is MigrationStatus.Applied or MigrationStatus.RolledBack);
        return [.. steps.Where(step => ids.Contains(step.Migration)).Select(StepPlanner.Backward).Reverse()];
    }

    private List<PlanStep> Steps(IEnumerable<LedgerEntry> entries, string store, Func<LedgerPart, bool> counts)
    {
        var planner = new StepPlanner(ProjectState.Empty);
        var steps = new List<PlanStep>();
        foreach (var entry in entries)
        {
            LedgerPart[] parts = [.. entry.Parts.Where(counts)];
            var definition = parts.Length == 0 ? null : definitions.AsRecorded(entry);
            foreach (var part in parts)
            {
                if (part.Store == store)
                {
                    steps.Add(planner.Forward(definition!, store));
                }
                else
                {
                    planner.Replay(definition!, part.Store);
                }
            }
        }

        return steps;
    }
}
