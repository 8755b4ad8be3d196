namespace DocMigrate.Document.Drift;

/// <summary>In what a document is not of a shape.</summary>
/// <param name="Path">Where: <c>[]</c> for the elements of a list, <c>{*}</c> for the values of a map.</param>
/// <param name="Kind">In which way.</param>
/// <param name="Expected">The type that the shape has there; null for a key that it does not have.</param>
/// <param name="Found">The type that is there; null for a missing key.</param>
internal sealed record Deviation(string Path, DeviationKind Kind, string? Expected, string? Found);
