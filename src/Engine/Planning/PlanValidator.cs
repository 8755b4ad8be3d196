using DocMigrate.Engine.History;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Planning;

/// <summary>Refuses plans that can be shown but not run, before anything is touched.</summary>
internal static class PlanValidator
{
    /// <exception cref="HistoryException">An operation that would have to be undone has no way back, or only by code that is not here.</exception>
    /// <exception cref="AnswerRequiredException">SQL out of the history would be run, and nobody has agreed to that.</exception>
    public static void RequireRunnable(MigrationPlan plan, HistorySnapshot history, RecordedScriptConsent consent)
    {
        foreach (var migration in plan.Migrations)
        {
            foreach (var step in migration.Steps)
            {
                foreach (var operation in RecordedOperations.ToRun(migration, step, plan, history))
                {
                    RequireRunnable(migration, step, operation);
                }
            }
        }

        if (plan.RecordedScripts.FirstOrDefault(script => !consent.Covers(script)) is { } script)
        {
            throw new AnswerRequiredException(
                HistoryErrors.ScriptNotConfirmed,
                $"To undo '{script.Migration}' on the store '{script.Store}', SQL would be run that comes out of the history and not out of the code: {script.Text.Trim()}",
                "Read it ('docmigrate migrate --plan' with the same options shows all of it), then run again on a terminal and agree, or pass --yes. Nothing was changed.");
        }
    }

    private static void RequireRunnable(PlannedMigration migration, PlanStep step, PlannedOperation operation)
    {
        if (operation.Effective is null)
        {
            throw new HistoryException(
                HistoryErrors.Irreversible,
                $"'{step.Migration}' can't be undone on the store '{step.Store}': \"{operation.Authored.Describe()}\" has no way back. Nothing was changed.",
                migration.FromHistory
                    ? $"Go on with code that has '{step.Migration}': merge the branch that it was applied from; or restore a backup."
                    : "Write a new migration that brings the wanted shape about, or restore a backup.");
        }

        if (operation.Effective.MissingCode is { } code)
        {
            throw new HistoryException(
                HistoryErrors.CodeMissing,
                $"'{step.Migration}' can't be undone on the store '{step.Store}' from here: \"{operation.Authored.Describe()}\" needs the C# code of '{code}', "
                + "which the history does not hold. Nothing was changed.",
                $"Check out the revision that has '{step.Migration}', go back from there with 'docmigrate migrate', and return. "
                + "A Transform with keepOriginal goes back from the history.");
        }
    }
}
