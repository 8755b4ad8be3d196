namespace DocMigrate.Document.Passes;

/// <summary>An entry of the quarantine list, and the document that it is about as it is now.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Key">The document's place in the order of passes; null when it is not there any more.</param>
/// <param name="Text">The document as <see cref="DocumentContent.Text"/>; null when it is not there any more.</param>
public sealed record QuarantinedRow(QuarantineEntry Entry, DocumentKey? Key, string? Text);
