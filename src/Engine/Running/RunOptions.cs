using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>How a run behaves. Immutable.</summary>
public sealed record RunOptions
{
    /// <summary>
    /// For how long the holder of a lock may give no sign of life before this run gives up. While it gets on, this run waits, however long that takes.
    /// Default 30 seconds; zero does not wait at all.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long work on data is done: how many workers, with what pauses. Default: one, without.</summary>
    public PassOptions Passes { get; init; } = PassOptions.Default;

    /// <summary>Which SQL out of the history may be run to undo a migration that the code does not have, or has otherwise. Default: none.</summary>
    public RecordedScriptConsent RecordedScripts { get; init; } = RecordedScriptConsent.None;
}
