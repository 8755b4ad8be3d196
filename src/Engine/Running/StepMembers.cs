using DocMigrate.Engine.History;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Steps with what earlier runs did of them.</summary>
internal static class StepMembers
{
    public static StepMember Of(PlanStep step, HistorySnapshot history)
    {
        var half = history.HalfDone(step.Migration, step.Store);
        return new StepMember(step)
        {
            Resume = history.Resume(step.Migration, step.Store, step.Direction),
            Undo = half?.Direction == step.Direction ? half.Undo : half?.Progress,
        };
    }

    /// <summary>
    /// The steps of a plan that have something to do. Of the others the opposite direction was begun and had no effect: the data is as they leave it, and may not fit what
    /// they begin with.
    /// </summary>
    public static IEnumerable<PlanStep> WithWork(MigrationPlan plan, HistorySnapshot history)
    {
        var seen = new HashSet<MigrationId>();
        foreach (var migration in plan.Migrations)
        {
            // Of a migration that comes twice, the first is what brings the data to where the second begins.
            var again = !seen.Add(migration.Definition.Id);
            foreach (var step in migration.Steps.Where(step => again || !Of(step, history).HasNothingToDo()))
            {
                yield return step;
            }
        }
    }

    /// <summary>Whether an earlier run stopped in the step, in either direction.</summary>
    public static bool IsHalfDone(this StepMember member) => member.Resume is not null || member.Undo is not null;

    /// <summary>Whether the opposite direction was begun and had no effect, so that there is nothing to take back.</summary>
    public static bool HasNothingToDo(this StepMember member) => member.Undo is not null && member.Undo.IsNothing() && member.Resume is null;
}
