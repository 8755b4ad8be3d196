using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.Passes;

/// <summary>What the in-process executor made of a document, to be written in the open transaction.</summary>
public sealed record ReshapedDocument
{
    /// <summary>The document as it was read.</summary>
    public required PassDocument Stored { get; init; }

    /// <summary>How it changes; null when it does not, and only what is kept of it does.</summary>
    public required DocumentChange? Change { get; init; }

    /// <summary>
    /// What each operation of the pass keeps of it; null for an operation that is not done to it: what the opposite direction of that one kept stays.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<KeptValue>?> Kept { get; init; }
}
