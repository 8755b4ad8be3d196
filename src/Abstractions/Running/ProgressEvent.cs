namespace DocMigrate.Running;

/// <summary>A pass has gone further. Sent at most a few times a second.</summary>
/// <param name="Migration">Whose pass.</param>
/// <param name="Store">On which store.</param>
/// <param name="Subject">The collection or table.</param>
/// <param name="Done">Documents or rows done.</param>
/// <param name="Total">Of how many; null when unknown.</param>
public sealed record ProgressEvent(MigrationId Migration, string Store, string Subject, long Done, long? Total) : RunEvent;
