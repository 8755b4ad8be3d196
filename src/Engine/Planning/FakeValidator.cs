using DocMigrate.Engine.History;
using DocMigrate.Errors;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Planning;

/// <summary>Refuses to record what would not be true of any store.</summary>
internal static class FakeValidator
{
    /// <exception cref="HistoryException">A step was begun and had an effect: neither "applied" nor "not applied" would be true of it.</exception>
    public static void RequireWhole(MigrationPlan plan, HistorySnapshot history)
    {
        foreach (var step in plan.Steps.Where(step => history.HalfDone(step.Migration, step.Store) is not null))
        {
            throw new HistoryException(
                HistoryErrors.HalfDoneFake,
                $"'{step.Migration}' is half-done on the store '{step.Store}', so it can't be recorded as {(step.Direction == Direction.Forward ? "applied" : "undone")} without being run.",
                $"Run 'docmigrate migrate', which goes on with it, or 'docmigrate migrate {step.Migration.Module}' with the migration before it, which undoes what was done; then fake. Nothing was changed.");
        }
    }
}
