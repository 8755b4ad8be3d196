namespace DocMigrate.Document.Inference;

/// <summary>What the texts of a path are like.</summary>
/// <param name="MinLength">The characters of the shortest.</param>
/// <param name="MaxLength">The characters of the longest.</param>
/// <param name="LooksLike">What they look like, the most common first; texts like no pattern are left out.</param>
internal sealed record InferredText(int MinLength, int MaxLength, ValueList<InferredPattern> LooksLike);
