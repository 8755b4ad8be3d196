using DocMigrate.Engine.History;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Planning;

/// <summary>Tells which operations of a plan a run would really execute: of a half-done step, only a part.</summary>
internal static class RecordedOperations
{
    /// <summary>The operations that would be run.</summary>
    public static IEnumerable<PlannedOperation> ToRun(PlannedMigration migration, PlanStep step, MigrationPlan plan, HistorySnapshot history)
    {
        if (history.HalfDone(step.Migration, step.Store) is not { } journal)
        {
            return step.Operations;
        }

        var before = plan.Migrations.TakeWhile(other => other != migration).Where(other => other.Definition.Id == step.Migration).ToArray();
        if (before.Any(other => other.Steps.Any(earlier => earlier.Store == step.Store)))
        {
            // The other direction is finished first, so this one starts from its end.
            return step.Operations;
        }

        if (step.Direction == Direction.Forward)
        {
            return step.Operations.Where(operation => journal.Direction == Direction.Backward || operation.Index >= journal.Progress.Completed);
        }

        var done = journal.Direction == Direction.Forward ? journal.Progress : journal.Undo;
        return step.Operations.Where(operation =>
            (journal.Direction == Direction.Forward || step.Operations.Count - 1 - operation.Index >= journal.Progress.Completed)
            && (done is null || operation.Index < done.Completed + done.InHand));
    }

    /// <summary>The statements by hand that would be run and that come out of the history.</summary>
    public static ValueList<RecordedScript> Scripts(MigrationPlan plan, HistorySnapshot history) =>
    [
        .. from migration in plan.Migrations
           where migration.FromHistory
           from step in migration.Steps
           from operation in ToRun(migration, step, plan, history)
           let script = operation.Effective?.Script
           where !string.IsNullOrWhiteSpace(script)
           select new RecordedScript(step.Migration, step.Store, script),
    ];
}
