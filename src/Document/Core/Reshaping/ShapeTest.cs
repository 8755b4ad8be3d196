using DocMigrate.Document.Values;

namespace DocMigrate.Document.Reshaping;

/// <summary>A look at a document that every store can take: whether a value is there, and of what kind.</summary>
/// <param name="Path">Where.</param>
/// <param name="Kind">What it holds for.</param>
public sealed record ShapeTest(DocumentPath Path, ShapeTestKind Kind);
