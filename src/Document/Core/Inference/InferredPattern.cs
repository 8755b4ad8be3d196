namespace DocMigrate.Document.Inference;

/// <summary>How many texts look like something.</summary>
/// <param name="Pattern">Like what.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">Which part of the texts, from 0 to 1.</param>
internal sealed record InferredPattern(TextPattern Pattern, long Count, double Share);
