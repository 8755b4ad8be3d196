namespace DocMigrate.Running;

/// <summary>Documents are being checked, read-only, before anything is changed. Sent when that begins, and a few times a second while it goes on.</summary>
/// <param name="Store">The store.</param>
/// <param name="Subject">The collection or table.</param>
public sealed record PreflightEvent(string Store, string Subject) : RunEvent
{
    /// <summary>How many documents were looked at in this process so far. Those that the database itself checks are not among them.</summary>
    public long Done { get; init; }
}
