namespace DocMigrate.Document.Inference;

/// <summary>What the arrays of a path are like.</summary>
/// <param name="Count">How many.</param>
/// <param name="Empty">How many have no element.</param>
/// <param name="MinLength">The elements of the shortest.</param>
/// <param name="MaxLength">The elements of the longest.</param>
/// <param name="Element">The elements of all.</param>
internal sealed record InferredArray(long Count, long Empty, int MinLength, int MaxLength, InferredValue Element);
