namespace DocMigrate.Planning;

/// <summary>The operations of one migration on one store, in the order of execution.</summary>
public sealed record PlanStep
{
    /// <summary>Whose operations.</summary>
    public required MigrationId Migration { get; init; }

    /// <summary>On which store.</summary>
    public required string Store { get; init; }

    /// <summary>Applied or undone.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The operations in the order of execution: backwards, the last authored comes first.</summary>
    public required ValueList<PlannedOperation> Operations { get; init; }
}
