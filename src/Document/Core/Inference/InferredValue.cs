namespace DocMigrate.Document.Inference;

/// <summary>What the values of a path are like.</summary>
internal sealed record InferredValue
{
    public required long Count { get; init; }

    /// <summary>The types, the most common first.</summary>
    public required ValueList<InferredShare> Types { get; init; }

    /// <summary>Of the integers.</summary>
    public InferredRange<long>? Integers { get; init; }

    /// <summary>Of the finite doubles.</summary>
    public InferredRange<double>? Doubles { get; init; }

    /// <summary>Of the dates that can be told, by month.</summary>
    public InferredRange<string>? Dates { get; init; }

    public InferredText? Text { get; init; }

    /// <summary>The values, where they are few and each is there several times; null otherwise. What is there once may say who it is about.</summary>
    public ValueList<InferredChoice>? Values { get; init; }

    /// <summary>How many values besides <see cref="Values"/> are there once each; null without them.</summary>
    public long? OtherValues { get; init; }

    public InferredObject? Object { get; init; }

    public InferredArray? Array { get; init; }

    public bool IsOnly(InferredType type) => Types.Count == 1 && Types[0].Type == type;

    public bool Has(InferredType type) => Types.Any(share => share.Type == type);

    public long Of(InferredType type) => Types.Where(share => share.Type == type).Sum(static share => share.Count);
}
