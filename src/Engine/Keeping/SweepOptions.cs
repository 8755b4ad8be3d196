using DocMigrate.Engine.Graph;
using DocMigrate.Running;

namespace DocMigrate.Engine.Keeping;

/// <summary>What is swept, and how.</summary>
public sealed record SweepOptions
{
    /// <summary>Only this store; null (the default) for all that hold documents.</summary>
    public string? Store { get; init; }

    /// <summary>
    /// The migrations that documents may be behind: all (the default), those of a module, or one. Documents that are behind one get all that came after it in their collection.
    /// </summary>
    public MigrationTarget From { get; init; } = MigrationTarget.Latest;

    /// <summary>
    /// Whether somebody has looked at the late documents that can't be told from others, and vouches that they are as they should be: they do not count as late any more. Default
    /// false.
    /// </summary>
    public bool Checked { get; init; }

    /// <summary>How long to wait for another run that holds the lock while it shows no sign of life. Null: as long as a run waits.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>How long work is done.</summary>
    public PassOptions Passes { get; init; } = PassOptions.Default;
}
