namespace DocMigrate.Document.Inference;

/// <summary>What the objects of a path are like.</summary>
internal sealed record InferredObject
{
    public required long Count { get; init; }

    /// <summary>The keys that a program names, in the order in which they were first seen.</summary>
    public required ValueList<InferredField> Fields { get; init; }

    /// <summary>The keys that come from data, and rare ones where there are very many; null when there are none.</summary>
    public InferredMap? Map { get; init; }

    /// <summary>The kinds of objects; null when one kind is to be seen.</summary>
    public InferredVariants? Variants { get; init; }
}
