using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.Passes;

/// <summary>A document as it was read from its collection.</summary>
/// <param name="Key">Its place in the order of passes.</param>
/// <param name="Id">What kept values and the quarantine know it by, in the store's own type; shown to people as text.</param>
/// <param name="Content">The document.</param>
public sealed record PassDocument(DocumentKey Key, object Id, DocumentContent Content)
{
    /// <summary>A document of a store that gives JSON text, with Extended JSON wrappers for what JSON lacks.</summary>
    public PassDocument(DocumentKey key, object id, string text)
        : this(key, id, new TextContent(text))
    {
    }

    /// <summary>What the opposite direction kept of it, for each operation of the pass; null, the default, when it kept nothing.</summary>
    public IReadOnlyList<IReadOnlyList<KeptValue>>? Kept { get; init; }
}
