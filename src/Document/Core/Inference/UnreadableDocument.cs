namespace DocMigrate.Document.Inference;

/// <summary>A document that can't be read.</summary>
/// <param name="Id">What it is found by.</param>
/// <param name="Problem">Why.</param>
internal sealed record UnreadableDocument(string Id, string Problem);
