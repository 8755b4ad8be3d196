namespace DocMigrate.Engine.Manifests;

/// <summary>A migration as the manifest names it. Immutable.</summary>
public sealed record ManifestEntry
{
    /// <summary>Which migration.</summary>
    public required MigrationId Id { get; init; }

    /// <summary>The stores that it touches, in the order of their first operation.</summary>
    public ValueList<string> Stores { get; init; } = [];

    /// <summary>The migrations that must be applied before it.</summary>
    public ValueList<MigrationId> Dependencies { get; init; } = [];

    /// <summary>The migrations whose place it takes; empty (the default) for one that is no squash.</summary>
    public ValueList<MigrationId> Replaces { get; init; } = [];

    /// <summary>The versioned content hash of its operations.</summary>
    public required string Hash { get; init; }
}
