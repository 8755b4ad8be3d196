namespace DocMigrate.Locking;

/// <summary>Who holds a lock, as others read it. Immutable.</summary>
/// <param name="User">The operating system's user name.</param>
/// <param name="Host">The host name.</param>
/// <param name="ProcessId">The process id on that host.</param>
/// <param name="Since">Since when, in UTC.</param>
public sealed record LockHolder(string User, string Host, int ProcessId, DateTimeOffset Since)
{
    /// <summary>Somebody who can't be read: a holder that was stopped before it could write its name.</summary>
    public static LockHolder Unknown { get; } = new("unknown", "unknown", 0, DateTimeOffset.UnixEpoch);

    /// <summary>How far it is; null before it said anything.</summary>
    public string? Progress { get; init; }

    /// <summary>When it last got on, by its own clock, in UTC.</summary>
    public DateTimeOffset LastSign { get; init; } = Since;

    /// <summary>How often it got on so far. Grows whatever the clocks say.</summary>
    public long Signs { get; init; }

    /// <summary>Whether both are one taking of the lock by one process, however far it was.</summary>
    public bool IsSameHolding(LockHolder? other) =>
        other is not null && User == other.User && Host == other.Host && ProcessId == other.ProcessId && Since == other.Since;

    /// <inheritdoc/>
    public override string ToString() => this == Unknown ? "a process that can't be read" : $"{User}@{Host}, process {ProcessId}, since {Since:u}";
}
