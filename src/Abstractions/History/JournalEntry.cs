using DocMigrate.Running;

namespace DocMigrate.History;

/// <summary>What a store itself knows about a migration's step on it: written in the transactions of the step. With it a lagging or lost ledger is rebuilt.</summary>
public sealed record JournalEntry
{
    /// <summary>The migration.</summary>
    public required MigrationId Migration { get; init; }

    /// <summary>The store's name.</summary>
    public required string Store { get; init; }

    /// <summary>The direction of the last run.</summary>
    public required Direction Direction { get; init; }

    /// <summary>Where it stands.</summary>
    public required MigrationStatus Status { get; init; }

    /// <summary>The migration's content hash.</summary>
    public required string Hash { get; init; }

    /// <summary>The migration's dependencies, so that a ledger can be rebuilt.</summary>
    public ValueList<MigrationId> Dependencies { get; init; } = [];

    /// <summary>The migrations whose place it took, of which the history may know none; empty (the default) for one that is no squash.</summary>
    public ValueList<MigrationId> Replaces { get; init; } = [];

    /// <summary>All stores of the migration, in the order of execution, so that a ledger can be rebuilt; empty when an earlier version wrote the entry.</summary>
    public ValueList<string> Stores { get; init; } = [];

    /// <summary>The step's authored operations as canonical JSON. Null when they were not asked for.</summary>
    public string? Operations { get; init; }

    /// <summary>How far the last run got in its direction.</summary>
    public required StepProgress Progress { get; init; }

    /// <summary>
    /// How far the opposite direction had got when this direction began, where it had not been finished: only that is to be undone. Else null.
    /// </summary>
    public StepProgress? Undo { get; init; }

    /// <summary>
    /// The migrations whose steps the last run did in one pass, this one among them, in the order of execution; empty (the default) when it ran alone.
    /// </summary>
    public ValueList<MigrationId> Pass { get; init; } = [];

    /// <summary>When the last run began, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When this was written, in UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The operating system's user and host of the last run, <c>user@host</c>; null when an earlier version wrote the entry.</summary>
    public string? Actor { get; init; }

    /// <summary>The error that stopped it, without secrets; null when none did.</summary>
    public string? Error { get; init; }

    /// <summary>The fence of the lock under which it was written: put in by the journal when it is written under a lock. 0 when it never was.</summary>
    public long Fence { get; init; }

    /// <summary>The version of DocMigrate that wrote it.</summary>
    public required string ToolVersion { get; init; }
}
