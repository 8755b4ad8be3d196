namespace DocMigrate.Document.Inference;

/// <summary>A key that a kind of objects has.</summary>
/// <param name="Name">The key.</param>
/// <param name="Share">Which part of the kind has it, from 0 to 1.</param>
internal sealed record InferredVariantKey(string Name, double Share);
