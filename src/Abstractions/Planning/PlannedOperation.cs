using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Planning;

/// <summary>One operation of a plan, with the states around it.</summary>
public sealed record PlannedOperation
{
    /// <summary>The operation's place among its migration's operations on this store, from 0, as authored: the same in both directions.</summary>
    public required int Index { get; init; }

    /// <summary>The operation that the migration declares.</summary>
    public required MigrationOperation Authored { get; init; }

    /// <summary>What is run: the authored operation forwards, its reverse backwards. Null when there is no way back.</summary>
    public required MigrationOperation? Effective { get; init; }

    /// <summary>The store's state before <see cref="Effective"/> runs; null when nothing has touched the store.</summary>
    public required IStoreState? Before { get; init; }

    /// <summary>The store's state after <see cref="Effective"/> ran; null when the store is then as if untouched.</summary>
    public required IStoreState? After { get; init; }

    /// <summary>What the run in this plan's direction loses.</summary>
    public required LossClass Loss { get; init; }

    /// <summary>Where the work is done. <see cref="ExecutionSite.Server"/> until the backend was asked.</summary>
    public ExecutionSite Execution { get; init; }

    /// <summary>Why it runs there, when that needs saying; else null.</summary>
    public string? ExecutionReason { get; init; }

    /// <summary>How many documents or rows it may touch; null when unknown or when it touches none.</summary>
    public long? EstimatedDocuments { get; init; }
}
