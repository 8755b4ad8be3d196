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

    /// <summary>
    /// Whether a key of a document keeps its place among its siblings when it is touched: a new one stands where the first stood that the same operation took out of the same object, and where keys
    /// stood is kept aside where the way back could not tell. What moves keys then runs in process. Default false: what is new comes last.
    /// </summary>
    public bool KeepOrder { get; init; }

    /// <summary>Which SQL out of the history may be run to undo a migration that the code does not have, or has otherwise. Default: none.</summary>
    public RecordedScriptConsent RecordedScripts { get; init; } = RecordedScriptConsent.None;
}
