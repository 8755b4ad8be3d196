namespace DocMigrate.Running;

/// <summary>
/// What a backend gets to execute a step, or several that are done together: those of consecutive migrations on its store, in one direction, as far as it
/// said that it can (<see cref="Backends.IMigrationBackend.CountFused"/>). The runner has begun a transaction on the store's database and commits it after them.
/// </summary>
/// <param name="members">The steps in the order of execution; one, unless the backend fuses.</param>
/// <param name="observer">Is told about operations and progress.</param>
/// <param name="checkpoint">Journals the progress of every member, commits, and begins the next transaction.</param>
public sealed class StepContext(
    IReadOnlyList<StepMember> members, IRunObserver observer, Func<IReadOnlyList<StepProgress>, CancellationToken, Task> checkpoint)
{
    /// <summary>The steps in the order of execution; one, unless the backend fuses.</summary>
    public IReadOnlyList<StepMember> Members { get; } = members;

    /// <summary>Is told about operations and progress.</summary>
    public IRunObserver Observer { get; } = observer;

    /// <summary>How long work is to be done.</summary>
    public PassOptions Passes { get; init; } = PassOptions.Default;

    /// <summary>
    /// Journals the progress in the open transaction, commits it and begins the next one. Call it between chunks of long work; never for
    /// work that is small enough for one transaction, which the runner commits whole.
    /// </summary>
    /// <param name="progress">How far each member is, in their order. Whoever goes on may do so with each of them alone, and in either direction.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task CheckpointAsync(IReadOnlyList<StepProgress> progress, CancellationToken cancellationToken) => checkpoint(progress, cancellationToken);
}
