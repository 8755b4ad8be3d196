using DocMigrate.Running;

namespace DocMigrate.History;

/// <summary>A ledger entry's part for one store.</summary>
public sealed record LedgerPart
{
    /// <summary>The store.</summary>
    public required string Store { get; init; }

    /// <summary>Where the part stands.</summary>
    public required MigrationStatus Status { get; init; }

    /// <summary>The operations on this store as canonical JSON: an array of objects with a <c>kind</c>. Null when they were not asked for.</summary>
    public string? Operations { get; init; }

    /// <summary>What the last run in the entry's direction did.</summary>
    public StepCounts Counts { get; init; } = StepCounts.Zero;

    /// <summary>
    /// The migrations whose steps the last run did in one pass, this one among them, in the order of execution; empty (the default) when it ran alone.
    /// </summary>
    public ValueList<MigrationId> Pass { get; init; } = [];

    /// <summary>The error that stopped it, without secrets; null when none did.</summary>
    public string? Error { get; init; }
}
