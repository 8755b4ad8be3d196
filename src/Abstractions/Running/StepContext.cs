using DocMigrate.Planning;

namespace DocMigrate.Running;

/// <summary>What a backend gets to execute one step. The runner has begun a transaction on the step's database and commits it after the step.</summary>
/// <param name="step">The step.</param>
/// <param name="observer">Is told about operations and progress.</param>
/// <param name="checkpoint">Journals the progress, commits, and begins the next transaction.</param>
public sealed class StepContext(PlanStep step, IRunObserver observer, Func<StepProgress, CancellationToken, Task> checkpoint)
{
    /// <summary>The step.</summary>
    public PlanStep Step { get; } = step;

    /// <summary>Is told about operations and progress.</summary>
    public IRunObserver Observer { get; } = observer;

    /// <summary>How far an earlier run got in the same direction: go on from there. Null at a fresh start.</summary>
    public StepProgress? Resume { get; init; }

    /// <summary>
    /// How far the opposite direction got before it stopped: only that is to be undone. Its numbers count operations in the order of the opposite direction.
    /// Null when that direction was finished.
    /// </summary>
    public StepProgress? Undo { get; init; }

    /// <summary>
    /// Journals the progress in the open transaction, commits it and begins the next one. Call it between chunks of long work; never for
    /// work that is small enough for one transaction, which the runner commits whole.
    /// </summary>
    public Task CheckpointAsync(StepProgress progress, CancellationToken cancellationToken) => checkpoint(progress, cancellationToken);
}
