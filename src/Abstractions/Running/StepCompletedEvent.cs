namespace DocMigrate.Running;

/// <summary>A step is done and recorded.</summary>
/// <param name="Migration">Whose step.</param>
/// <param name="Store">On which store.</param>
/// <param name="Direction">Applied or undone.</param>
/// <param name="Counts">What it did to the data.</param>
/// <param name="Duration">How long it took in this run. Of migrations in one pass the first has its time, and the others none.</param>
public sealed record StepCompletedEvent(MigrationId Migration, string Store, Direction Direction, StepCounts Counts, TimeSpan Duration) : RunEvent;
