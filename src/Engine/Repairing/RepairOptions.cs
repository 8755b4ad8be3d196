namespace DocMigrate.Engine.Repairing;

/// <summary>What a repair may do. Immutable.</summary>
public sealed record RepairOptions
{
    /// <summary>The store whose word is taken, where it was restored to an earlier copy; null to rebuild a lost history, and to take up what journals are ahead by.</summary>
    public string? Store { get; init; }

    /// <summary>Whether <see cref="Store"/> is accepted whatever it is: empty, or another database. Default false.</summary>
    public bool Accept { get; init; }

    /// <summary>Only say what would be done. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>How long to wait for another run's lock before giving up. Default 30 seconds; zero does not wait.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
