namespace DocMigrate.Locking;

/// <summary>Who holds a lock.</summary>
/// <param name="User">The operating system's user name.</param>
/// <param name="Host">The host name.</param>
/// <param name="ProcessId">The process id on that host.</param>
/// <param name="Since">Since when, in UTC.</param>
public sealed record LockHolder(string User, string Host, int ProcessId, DateTimeOffset Since)
{
    /// <inheritdoc/>
    public override string ToString() => $"{User}@{Host}, process {ProcessId}, since {Since:u}";
}
