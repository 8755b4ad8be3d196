using DocMigrate.Operations;

namespace DocMigrate.Engine.Detection;

/// <summary>A migration that is to be written. Immutable.</summary>
internal sealed record DetectedMigration
{
    /// <summary>Its module and its name.</summary>
    public required MigrationId Id { get; init; }

    /// <summary>The migrations that it depends on: the module's latest first, then those of other modules.</summary>
    public ValueList<MigrationId> Dependencies { get; init; } = [];

    /// <summary>The migrations whose place it takes; empty for one that is no squash.</summary>
    public ValueList<MigrationId> Replaces { get; init; } = [];

    /// <summary>The migrations that it declares to commute with it and with each other.</summary>
    public ValueList<MigrationId> CommutesWith { get; init; } = [];

    /// <summary>The operations, by store in the order of the configuration.</summary>
    public ValueList<StoreOperation> Operations { get; init; } = [];

    /// <summary>The same as a definition.</summary>
    public MigrationDefinition ToDefinition() => new()
    {
        Id = Id, Dependencies = Dependencies, Replaces = Replaces, CommutesWith = CommutesWith, Operations = Operations,
    };
}
