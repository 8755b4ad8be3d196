namespace DocMigrate.History;

/// <summary>What the ledger knows about one migration. The ledger is a set of these, never a watermark.</summary>
public sealed record LedgerEntry
{
    /// <summary>The migration.</summary>
    public required MigrationId Migration { get; init; }

    /// <summary>Its dependencies when it was run.</summary>
    public ValueList<MigrationId> Dependencies { get; init; } = [];

    /// <summary>The migrations whose place it took, of which the history may know none; empty (the default) for one that is no squash.</summary>
    public ValueList<MigrationId> Replaces { get; init; } = [];

    /// <summary>The versioned content hash of its operations, <c>v1:</c> and 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Where it stands. <see cref="MigrationStatus.Applied"/> only when all parts are.</summary>
    public required MigrationStatus Status { get; init; }

    /// <summary>The direction of the last run.</summary>
    public required Direction Direction { get; init; }

    /// <summary>A part for each store, in the order of execution.</summary>
    public ValueList<LedgerPart> Parts { get; init; } = [];

    /// <summary>Grows with each migration that is begun: the order in which they were applied. Assigned by the ledger when 0.</summary>
    public long Order { get; init; }

    /// <summary>When the last run began, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it became applied, in UTC; null when it is not.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>The operating system's user and host of the last run, <c>user@host</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>The fence of the lock under which it was last written: put in by the ledger when it is written under a lock. 0 when it never was.</summary>
    public long Fence { get; init; }

    /// <summary>The version of DocMigrate that wrote the entry.</summary>
    public required string ToolVersion { get; init; }
}
