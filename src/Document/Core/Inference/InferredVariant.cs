namespace DocMigrate.Document.Inference;

/// <summary>A kind of objects.</summary>
/// <param name="Value">The value that decides, as JSON writes it; null when none does.</param>
/// <param name="Count">How many objects.</param>
/// <param name="Share">Which part of all, from 0 to 1.</param>
/// <param name="Keys">Of the keys that not all objects have: those that this kind has.</param>
internal sealed record InferredVariant(string? Value, long Count, double Share, ValueList<InferredVariantKey> Keys);
