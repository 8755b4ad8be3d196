namespace DocMigrate.Planning;

/// <summary>One migration of a plan: its steps, one for each store that it touches.</summary>
public sealed record PlannedMigration
{
    /// <summary>The migration.</summary>
    public required MigrationDefinition Definition { get; init; }

    /// <summary>Applied or undone.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The content hash of its operations.</summary>
    public required string Hash { get; init; }

    /// <summary>Whether its operations were read from the ledger: the code has no such migration, or another one. Default false.</summary>
    public bool FromHistory { get; init; }

    /// <summary>
    /// The migrations whose steps are done in one pass, this one among them, in the order of execution: they become applied, or undone, together. Empty (the default)
    /// for one that runs alone.
    /// </summary>
    public ValueList<MigrationId> Pass { get; init; } = [];

    /// <summary>A step for each store, in the order of execution; none for a migration without operations.</summary>
    public required ValueList<PlanStep> Steps { get; init; }
}
