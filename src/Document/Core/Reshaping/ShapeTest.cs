using DocMigrate.Document.Values;

namespace DocMigrate.Document.Reshaping;

/// <summary>A look at a document that every store can take: whether a value is there, and of what kind.</summary>
/// <param name="Path">Where.</param>
/// <param name="Kind">What it holds for.</param>
public sealed record ShapeTest(DocumentPath Path, ShapeTestKind Kind)
{
    /// <summary>The text of <see cref="ShapeTestKind.Other"/>; null, the default, for the other kinds.</summary>
    public string? Text { get; init; }

    /// <summary>Holds for a document that does not have just that text there.</summary>
    public static ShapeTest Other(DocumentPath path, string text) => new(path, ShapeTestKind.Other) { Text = text };
}
