namespace DocMigrate.Running;

/// <summary>The plan is about to be run.</summary>
/// <param name="Migrations">How many migrations it has.</param>
public sealed record RunStartedEvent(int Migrations) : RunEvent;
