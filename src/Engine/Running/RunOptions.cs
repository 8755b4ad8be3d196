namespace DocMigrate.Engine.Running;

/// <summary>How a run behaves. Immutable.</summary>
public sealed record RunOptions
{
    /// <summary>How long to wait for another run's lock before giving up. Default 30 seconds; zero does not wait.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
