namespace DocMigrate.Engine.Reporting;

/// <summary>What <c>unlock</c> found and did. Its JSON names are stable.</summary>
/// <param name="Locks">The locks of all databases, as they were before.</param>
/// <param name="Unlocked">Whether one was taken from its holder.</param>
/// <param name="Fence">The fence that all databases have now; null when nothing was changed.</param>
public sealed record UnlockReport(ValueList<LockReport> Locks, bool Unlocked, long? Fence);
