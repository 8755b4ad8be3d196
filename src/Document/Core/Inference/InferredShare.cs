namespace DocMigrate.Document.Inference;

/// <summary>How many values of a path are of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">Which part of all, from 0 to 1.</param>
internal sealed record InferredShare(InferredType Type, long Count, double Share);
