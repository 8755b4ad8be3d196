using DocMigrate.Document.Values;

namespace DocMigrate.Document.State;

/// <summary>An index of a collection.</summary>
/// <param name="Name">The name; unique in the collection.</param>
/// <param name="Paths">What it is over, in order.</param>
/// <param name="Unique">Whether no two documents may have the same values.</param>
public sealed record DocumentIndexShape(string Name, ValueList<DocumentPath> Paths, bool Unique);
