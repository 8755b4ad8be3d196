namespace DocMigrate.Running;

/// <summary>A step stopped at a safe point, which is recorded.</summary>
/// <param name="Migration">Whose step.</param>
/// <param name="Store">On which store.</param>
/// <param name="Direction">Applied or undone.</param>
/// <param name="Error">What happened.</param>
/// <param name="Cancelled">Whether it was asked to stop, rather than failed.</param>
public sealed record StepFailedEvent(MigrationId Migration, string Store, Direction Direction, string Error, bool Cancelled) : RunEvent;
