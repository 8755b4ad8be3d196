namespace DocMigrate.Document.Expressions;

/// <summary>A text without white space at its ends: <see cref="WhiteSpace"/>, and nothing else.</summary>
public sealed record TrimExpression : DocumentExpression
{
    /// <summary>What is trimmed: space, tab, line feed, vertical tab, form feed, carriage return. Spaces beyond ASCII stay, for databases differ about them.</summary>
    public const string WhiteSpace = " \t\n\v\f\r";

    /// <summary>The text.</summary>
    public required DocumentExpression Text { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Text];

    /// <inheritdoc/>
    public override string Describe() => $"trim({Text.Describe()})";

    internal override ExpressionResult EvaluateOn(ExpressionInput input) =>
        TextFunction.Apply(Text, input, "trimmed", static text => text.Trim(' ', '\t', '\n', '\v', '\f', '\r'));
}
