namespace DocMigrate.Engine.Running;

/// <summary>How a run behaves. Immutable.</summary>
public sealed record RunOptions
{
    /// <summary>
    /// For how long the holder of a lock may give no sign of life before this run gives up. While it gets on, this run waits, however long that takes.
    /// Default 30 seconds; zero does not wait at all.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
