namespace DocMigrate.Document.Expressions;

/// <summary>One of the parts between separators; missing where there are fewer.</summary>
public sealed record SplitExpression : DocumentExpression
{
    /// <summary>The text.</summary>
    public required DocumentExpression Text { get; init; }

    /// <summary>What stands between the parts; not empty. Compared ordinally.</summary>
    public required string Separator { get; init; }

    /// <summary>Which part; 0 or more.</summary>
    public required int Index { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Text];

    /// <inheritdoc/>
    public override string Describe() => $"part {Index} of {Text.Describe()} at {LiteralExpression.Of(Separator).Describe()}";

    internal override string? Fault => Separator.Length == 0 ? "the separator is empty" : Index < 0 ? "a part before the first is asked for" : null;

    internal override ExpressionResult EvaluateOn(ExpressionInput input) =>
        TextFunction.Apply(Text, input, "split", text => text.Split(Separator) is var parts && Index < parts.Length ? parts[Index] : null);
}
