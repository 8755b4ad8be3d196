namespace DocMigrate.Running;

/// <summary>A step begins, or goes on where an earlier run stopped.</summary>
/// <param name="Migration">Whose step.</param>
/// <param name="Store">On which store.</param>
/// <param name="Direction">Applied or undone.</param>
/// <param name="Resumed">Whether an earlier run had begun it.</param>
public sealed record StepStartedEvent(MigrationId Migration, string Store, Direction Direction, bool Resumed) : RunEvent;
