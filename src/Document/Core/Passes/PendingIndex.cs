using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Passes;

/// <summary>A pending operation on an index of a collection.</summary>
/// <param name="After">How many of the collection's pending reshapes come before it.</param>
/// <param name="Migration">The migration that it belongs to.</param>
/// <param name="Operation">Makes the index, or drops it.</param>
internal sealed record PendingIndex(int After, MigrationId Migration, DocumentOperation Operation);
