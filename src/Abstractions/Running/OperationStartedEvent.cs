namespace DocMigrate.Running;

/// <summary>One operation, or several that are done in one pass, begins.</summary>
/// <param name="Migration">Whose operation.</param>
/// <param name="Store">On which store.</param>
/// <param name="Description">What it does.</param>
public sealed record OperationStartedEvent(MigrationId Migration, string Store, string Description) : RunEvent;
