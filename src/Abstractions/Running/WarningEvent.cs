namespace DocMigrate.Running;

/// <summary>Something that a person should know and that does not stop the run.</summary>
/// <param name="Message">Full sentences.</param>
public sealed record WarningEvent(string Message) : RunEvent;
