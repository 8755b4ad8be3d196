using DocMigrate.Document.State;

namespace DocMigrate.Document.Drift;

/// <summary>A shape that a collection once had, has, or is to have.</summary>
/// <param name="After">The migration that made it; null for the beginning.</param>
/// <param name="Before">The next migration that changed it; null for the last one.</param>
/// <param name="Shape">The shape.</param>
internal sealed record ShapeVersion(MigrationId? After, MigrationId? Before, CollectionShape Shape);
