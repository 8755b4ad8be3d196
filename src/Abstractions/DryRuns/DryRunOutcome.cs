namespace DocMigrate.DryRuns;

/// <summary>What becomes of a document that does not fit.</summary>
public enum DryRunOutcome
{
    /// <summary>The run stops before it writes anything.</summary>
    Fails,

    /// <summary>It is put on the quarantine list, and stays as it was before the migration.</summary>
    Quarantined,

    /// <summary>The operation leaves it as it is, and those after it go on.</summary>
    Left,
}
