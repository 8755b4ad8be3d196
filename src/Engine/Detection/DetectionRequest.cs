using DocMigrate.Models;

namespace DocMigrate.Engine.Detection;

/// <summary>What is to be compared. Immutable.</summary>
internal sealed record DetectionRequest
{
    /// <summary>The migrations in the code, each after those that it depends on.</summary>
    public required IReadOnlyList<MigrationDefinition> Migrations { get; init; }

    /// <summary>The models in the code. None at all means that migrations are written by hand, and nothing is compared.</summary>
    public required IReadOnlyList<EntityModel> Models { get; init; }

    /// <summary>The module whose migration is wanted; null for all.</summary>
    public string? Module { get; init; }

    /// <summary>The name of the new migrations without the number; null for one made from the operations.</summary>
    public string? Name { get; init; }

    /// <summary>The renames that the command line states.</summary>
    public ValueList<StoreRename> Renames { get; init; } = [];

    /// <summary>The defaults that the command line states.</summary>
    public ValueList<StoreDefault> Defaults { get; init; } = [];
}
