using DocMigrate.Backends;

namespace DocMigrate.Engine.Detection;

/// <summary>A store as the autodetector needs to know it.</summary>
/// <param name="Name">The store's name in the configuration.</param>
/// <param name="Kind">What it holds.</param>
internal sealed record DetectionStore(string Name, IStoreKind Kind);
