using System.Text;

namespace DocMigrate.Document.Expressions;

/// <summary>A part of a text, counted in code points: no letter is cut in two. What lies beyond the end is left out.</summary>
public sealed record SubstringExpression : DocumentExpression
{
    /// <summary>The text.</summary>
    public required DocumentExpression Text { get; init; }

    /// <summary>Where it begins; 0 or more.</summary>
    public required int Start { get; init; }

    /// <summary>How long it is, 0 or more; null (the default) for up to the end.</summary>
    public int? Length { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Text];

    /// <inheritdoc/>
    public override string Describe() => $"substring({Text.Describe()}, {Start}{(Length is { } length ? $", {length}" : "")})";

    internal override string? Fault => Start < 0 || Length < 0 ? "a substring begins before the text, or has less than no length" : null;

    internal override ExpressionResult EvaluateOn(ExpressionInput input) => TextFunction.Apply(Text, input, "cut", text =>
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Skip(Start).Take(Length ?? int.MaxValue))
        {
            result.Append(rune.ToString());
        }

        return result.ToString();
    });
}
