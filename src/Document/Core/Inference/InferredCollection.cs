namespace DocMigrate.Document.Inference;

/// <summary>What the documents of a collection are like.</summary>
internal sealed record InferredCollection
{
    public required string Store { get; init; }

    public required string Collection { get; init; }

    /// <summary>How many documents there are.</summary>
    public required long Documents { get; init; }

    /// <summary>How many of them were read.</summary>
    public required long Examined { get; init; }

    /// <summary>How many of these can't be held, and are in nothing else.</summary>
    public required long Unreadable { get; init; }

    /// <summary>Some of these.</summary>
    public required ValueList<UnreadableDocument> UnreadableSamples { get; init; }

    /// <summary>The documents as values.</summary>
    public required InferredValue Shape { get; init; }
}
