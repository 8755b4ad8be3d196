namespace DocMigrate.Engine.Models;

/// <summary>What the model classes themselves don't say.</summary>
public sealed record ModelReaderOptions
{
    /// <summary>The module of classes that have no <see cref="ModuleAttribute"/> and whose assembly has none.</summary>
    public required string DefaultModule { get; init; }

    /// <summary>The stores in the order of the configuration. A class without <see cref="StoreAttribute"/> is in the first of its kind.</summary>
    public required ValueList<ModelStore> Stores { get; init; }
}
