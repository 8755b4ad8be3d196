using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>A document as it is in memory.</summary>
/// <param name="Stored">As it is stored.</param>
/// <param name="Document">Its content; null when it can't be held exactly.</param>
/// <param name="Unreadable">Why there is no content; null when there is.</param>
internal sealed record ParsedDocument(PassDocument Stored, JObject? Document, string? Unreadable)
{
    /// <summary>What is known to become of it, so that it need not be parsed; null, the default, where that is not known.</summary>
    public JudgedDocument? Judged { get; init; }

    /// <summary>Parses documents.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="spool">Knows what becomes of some of them; null where nobody does.</param>
    public static Task<IReadOnlyList<ParsedDocument>> Of(IReadOnlyList<PassDocument> documents, PassSpool? spool)
    {
        var parsed = new ParsedDocument[documents.Count];
        for (var i = 0; i < parsed.Length; i++)
        {
            var stored = documents[i];
            parsed[i] = stored.Kept is null && spool?.Take(stored.Key, stored.Content.Fingerprint) is { } known
                ? new ParsedDocument(stored, null, null) { Judged = known.For(stored, spool.Judge) }
                : Of(stored);
        }

        return Task.FromResult<IReadOnlyList<ParsedDocument>>(parsed);
    }

    /// <summary>Parses a document.</summary>
    public static ParsedDocument Of(PassDocument stored)
    {
        try
        {
            return new ParsedDocument(stored, stored.Content.Read(), null);
        }
        catch (DataException error)
        {
            return new ParsedDocument(stored, null, error.Message);
        }
    }
}
