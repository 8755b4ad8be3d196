using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Keeping;

/// <summary>What is to be swept, and how.</summary>
public sealed record SweepRequest
{
    /// <summary>All steps that are applied on the store, forwards, in the order in which migrations apply.</summary>
    public required IReadOnlyList<PlanStep> Applied { get; init; }

    /// <summary>Whether a migration is one that documents may be behind: their collections are swept, from the first of these migrations on.</summary>
    public required Func<MigrationId, bool> Includes { get; init; }

    /// <summary>Is told what happens.</summary>
    public required IRunObserver Observer { get; init; }

    /// <summary>Commits what was done so far and begins the next transaction.</summary>
    public required Func<CancellationToken, Task> Checkpoint { get; init; }

    /// <summary>How long work is done.</summary>
    public PassOptions Passes { get; init; } = PassOptions.Default;
}
