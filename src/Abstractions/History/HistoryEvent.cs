namespace DocMigrate.History;

/// <summary>One line of the append-only log behind <c>docmigrate history</c>.</summary>
public sealed record HistoryEvent
{
    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The migration; null when it is about none: a store that was accepted, a lock that was taken away.</summary>
    public MigrationId? Migration { get; init; }

    /// <summary>The store; null when it is about the whole migration, or about no store.</summary>
    public string? Store { get; init; }

    /// <summary>What it became; null when it is about no migration.</summary>
    public MigrationStatus? Status { get; init; }

    /// <summary>The direction; null when it is about no migration.</summary>
    public Direction? Direction { get; init; }

    /// <summary>The operating system's user and host, <c>user@host</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>Counts or an error, for a person; null when there is nothing to say.</summary>
    public string? Detail { get; init; }
}
