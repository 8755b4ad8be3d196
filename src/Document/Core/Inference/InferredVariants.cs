namespace DocMigrate.Document.Inference;

/// <summary>The kinds of objects at a path.</summary>
/// <param name="Field">The key whose value decides of which kind an object is; null when that is only to be seen by which keys it has.</param>
/// <param name="Kinds">The kinds, the most common first.</param>
/// <param name="Others">How many objects are of none of them.</param>
internal sealed record InferredVariants(string? Field, ValueList<InferredVariant> Kinds, long Others);
