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

    /// <summary>Whether the opposite direction was begun and had no effect, so that there is nothing to take back.</summary>
    public static bool HasNothingToDo(this StepMember member) => member.Undo is not null && member.Undo.IsNothing() && member.Resume is null;
}
