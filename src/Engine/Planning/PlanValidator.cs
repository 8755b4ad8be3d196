using DocMigrate.Engine.History;
using DocMigrate.Errors;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Planning;

/// <summary>Refuses plans that can be shown but not run.</summary>
internal static class PlanValidator
{
    /// <exception cref="HistoryException">An operation that would have to be undone has no way back.</exception>
    public static void RequireReversible(MigrationPlan plan, HistorySnapshot history)
    {
        foreach (var step in plan.Steps.Where(static step => step.Direction == Direction.Backward))
        {
            foreach (var operation in step.Operations.Where(operation => operation.Effective is null && MustBeUndone(operation, step, history)))
            {
                throw new HistoryException(
                    HistoryErrors.Irreversible,
                    $"'{step.Migration}' can't be undone on the store '{step.Store}': \"{operation.Authored.Describe()}\" has no way back. Nothing was changed.",
                    "Write a new migration that brings the wanted shape about, or restore a backup.");
            }
        }
    }

    // Of a half-done step only what was begun is undone, so an operation behind that point may be irreversible.
    private static bool MustBeUndone(PlannedOperation operation, PlanStep step, HistorySnapshot history)
    {
        if (history.HalfDone(step.Migration, step.Store) is not { } journal)
        {
            return true;
        }

        var done = journal.Direction == Direction.Forward ? journal.Progress : journal.Undo;
        var undone = journal.Direction == Direction.Backward && step.Operations.Count - 1 - operation.Index < journal.Progress.Completed;
        return !undone && (done is null || operation.Index < done.Completed + done.InHand);
    }
}
