namespace DocMigrate.Document.Expressions;

/// <summary>
/// A text in upper or lower case: letter by letter, by the invariant culture of .NET, so that a text keeps its length (<c>ß</c> stays). Databases agree about ASCII
/// only; they leave other texts to this process.
/// </summary>
public sealed record CaseExpression : DocumentExpression
{
    /// <summary>The text.</summary>
    public required DocumentExpression Text { get; init; }

    /// <summary>Which case.</summary>
    public required LetterCase To { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Text];

    /// <inheritdoc/>
    public override string Describe() => $"{(To == LetterCase.Upper ? "upper" : "lower")}({Text.Describe()})";

    internal override ExpressionResult EvaluateOn(ExpressionInput input) => To == LetterCase.Upper
        ? TextFunction.Apply(Text, input, "put in upper case", static text => text.ToUpperInvariant())
        : TextFunction.Apply(Text, input, "put in lower case", static text => text.ToLowerInvariant());
}
