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

    /// <summary>
    /// Whether a key of a document keeps its place among its siblings when it is touched: a new one stands where the first stood that the same operation took out of the same object. Default
    /// false: it comes last. Says nothing about tables.
    /// </summary>
    public bool KeepOrder { get; init; }

    /// <summary>The operations in the order of execution: backwards, the last authored comes first.</summary>
    public required ValueList<PlannedOperation> Operations { get; init; }
}
