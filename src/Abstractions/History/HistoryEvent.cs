namespace DocMigrate.History;

/// <summary>One line of the append-only log behind <c>docmigrate history</c>.</summary>
public sealed record HistoryEvent
{
    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The migration.</summary>
    public required MigrationId Migration { get; init; }

    /// <summary>The store; null when it is about the whole migration.</summary>
    public string? Store { get; init; }

    /// <summary>What it became.</summary>
    public required MigrationStatus Status { get; init; }

    /// <summary>The direction.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The operating system's user and host, <c>user@host</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>Counts or an error, for a person; null when there is nothing to say.</summary>
    public string? Detail { get; init; }
}
