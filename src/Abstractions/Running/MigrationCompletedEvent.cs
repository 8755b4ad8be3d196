namespace DocMigrate.Running;

/// <summary>All steps of a migration are done and the ledger says so.</summary>
/// <param name="Migration">Which migration.</param>
/// <param name="Direction">Applied or undone.</param>
/// <param name="Faked">Whether it was only recorded, and no operation run.</param>
public sealed record MigrationCompletedEvent(MigrationId Migration, Direction Direction, bool Faked = false) : RunEvent;
