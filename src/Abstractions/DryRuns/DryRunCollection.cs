namespace DocMigrate.DryRuns;

/// <summary>What a run would do to one collection, by what it does to a sample. Its JSON names are stable.</summary>
public sealed record DryRunCollection
{
    /// <summary>The store.</summary>
    public required string Store { get; init; }

    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>How many documents it has, about; null when there is no such collection yet, or nothing was to be tried.</summary>
    public required long? Documents { get; init; }

    /// <summary>How many of them were tried.</summary>
    public required long Tried { get; init; }

    /// <summary>How many of those would be other documents after it.</summary>
    public required long Changed { get; init; }

    /// <summary>How many do not fit, so that the run would stop. It would write nothing then.</summary>
    public required long Failing { get; init; }

    /// <summary>How many would be put on the quarantine list.</summary>
    public required long Quarantined { get; init; }

    /// <summary>All operations on the collection, in the order of execution.</summary>
    public required ValueList<DryRunOperation> Operations { get; init; }

    /// <summary>Where documents would change, the most common first.</summary>
    public required ValueList<DryRunPath> Paths { get; init; }

    /// <summary>At how many other paths documents would change, that are left out.</summary>
    public required long MorePaths { get; init; }

    /// <summary>A document for each way in which documents would change, the most common first; a few.</summary>
    public required ValueList<DryRunExample> Examples { get; init; }

    /// <summary>How many documents would change in another way than those that are shown.</summary>
    public required long OtherChanges { get; init; }
}
