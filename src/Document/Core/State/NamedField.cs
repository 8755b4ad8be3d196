namespace DocMigrate.Document.State;

/// <summary>A field of an object shape.</summary>
/// <param name="Name">The key.</param>
/// <param name="Shape">What it holds.</param>
public sealed record NamedField(string Name, FieldShape Shape);
