namespace DocMigrate.Planning;

/// <summary>Statements by hand that a run would take from the history, not from the code.</summary>
/// <param name="Migration">Whose operation.</param>
/// <param name="Store">On which store it would run.</param>
/// <param name="Text">The statements, as they would be run.</param>
public sealed record RecordedScript(MigrationId Migration, string Store, string Text);
