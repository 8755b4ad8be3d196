using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>A document as it is in memory.</summary>
/// <param name="Stored">As it is stored.</param>
/// <param name="Document">Its content; null when it can't be held exactly.</param>
/// <param name="Unreadable">Why there is no content; null when there is.</param>
internal sealed record ParsedDocument(PassDocument Stored, JObject? Document, string? Unreadable)
{
    /// <summary>Parses documents.</summary>
    public static Task<IReadOnlyList<ParsedDocument>> Of(IReadOnlyList<PassDocument> documents) => Task.FromResult<IReadOnlyList<ParsedDocument>>([.. documents.Select(Of)]);

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
