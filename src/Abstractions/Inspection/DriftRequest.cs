namespace DocMigrate.Inspection;

/// <summary>What a store is held against. Immutable.</summary>
public sealed record DriftRequest
{
    /// <summary>The states that the store went through, the oldest first: before any migration, then after each applied one. At least one.</summary>
    public required ValueList<StatePoint> Applied { get; init; }

    /// <summary>The states that pending migrations would make, in their order.</summary>
    public ValueList<StatePoint> Pending { get; init; } = [];

    /// <summary>Only this collection; null, the default, for all.</summary>
    public string? Only { get; init; }
}
