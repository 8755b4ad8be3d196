using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>A document as it is in memory, to be changed there; how it was is asked of what its store gave. Not thread-safe.</summary>
/// <param name="Stored">As it is stored.</param>
/// <param name="Document">Its content; null when it can't be held exactly.</param>
/// <param name="Unreadable">Why there is no content; null when there is.</param>
internal sealed record ParsedDocument(PassDocument Stored, JObject? Document, string? Unreadable) : IPreImage
{
    private JObject? _before;

    /// <summary>What is known to become of it, so that it need not be parsed; null, the default, where that is not known.</summary>
    public JudgedDocument? Judged { get; init; }

    /// <summary>How it was, for stores whose form of it can't be compared.</summary>
    private JObject Before => _before ??= Read();

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

    /// <inheritdoc/>
    public JObject Read() => Stored.Content.Read();

    /// <inheritdoc/>
    public bool IsSame(JObject document) => Stored.Content.IsSame(document) ?? DocumentEquality.Equals(Before, document);

    /// <summary>How it is to change to become another.</summary>
    /// <param name="after">The document as it is to be.</param>
    /// <param name="keepsOrder">Whether the order of top-level fields is part of it.</param>
    public DocumentChange ChangeTo(JObject after, bool keepsOrder) => Stored.Content.ChangeTo(after, keepsOrder) ?? DocumentChange.Between(Before, after, keepsOrder);
}
