using DocMigrate.Planning;

namespace DocMigrate.Running;

/// <summary>A step, and how far earlier runs got with it. Immutable.</summary>
/// <param name="Step">The step.</param>
public sealed record StepMember(PlanStep Step)
{
    /// <summary>How far an earlier run got in the same direction: go on from there. Null at a fresh start.</summary>
    public StepProgress? Resume { get; init; }

    /// <summary>
    /// How far the opposite direction got before it stopped: only that is to be undone. Its numbers count operations in the order of the opposite direction.
    /// Null when that direction was finished.
    /// </summary>
    public StepProgress? Undo { get; init; }
}
