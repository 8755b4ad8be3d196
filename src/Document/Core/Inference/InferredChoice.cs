namespace DocMigrate.Document.Inference;

/// <summary>One of few values.</summary>
/// <param name="Value">The value: text, a whole number or a boolean, as JSON writes it.</param>
/// <param name="Count">How often it is there.</param>
/// <param name="Share">Which part of all values of the path that is, from 0 to 1.</param>
internal sealed record InferredChoice(string Value, long Count, double Share);
