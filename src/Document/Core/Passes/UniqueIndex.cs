using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Passes;

/// <summary>A unique index whose values are looked at before documents change. Immutable.</summary>
/// <param name="Name">The name.</param>
/// <param name="Made">What it will be, where a pending migration makes it; null for one that is there, which the store knows.</param>
public sealed record UniqueIndex(string Name, CreateDocumentIndexOperation? Made);
