namespace DocMigrate.Document.Inference;

/// <summary>Between which values the values of a path are, both included.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
internal sealed record InferredRange<T>(T Min, T Max);
