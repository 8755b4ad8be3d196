namespace DocMigrate.Running;

/// <summary>A step begins, or goes on where an earlier run stopped.</summary>
/// <param name="Migration">Whose step.</param>
/// <param name="Store">On which store.</param>
/// <param name="Direction">Applied or undone.</param>
/// <param name="Resumed">Whether an earlier run had begun it.</param>
public sealed record StepStartedEvent(MigrationId Migration, string Store, Direction Direction, bool Resumed) : RunEvent
{
    /// <summary>
    /// The migrations whose steps are done in one pass, this one among them; empty (the default) for one that runs alone. The first one's events come as the pass goes on, those
    /// of the others when all is done.
    /// </summary>
    public ValueList<MigrationId> Pass { get; init; } = [];
}
