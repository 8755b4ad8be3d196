using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Expressions;

/// <summary>A value as another type, by the table of <c>docs/operations/convertField.md</c>. What can't be converted is a misfit.</summary>
public sealed record ConversionExpression : DocumentExpression
{
    /// <summary>The value.</summary>
    public required DocumentExpression Value { get; init; }

    /// <summary>The type.</summary>
    public required FieldType To { get; init; }

    /// <summary>How dates are written and what may be lost. Default: <see cref="ConversionRules.Strict"/>.</summary>
    public ConversionRules Rules { get; init; } = ConversionRules.Strict;

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Value];

    /// <inheritdoc/>
    public override string Describe() => $"{Value.Describe()} as {To}";

    internal override string? Fault => Rules.Fault;

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var value = Value.EvaluateOn(input);
        return value.IsAbsent ? value
            : FieldConversion.Convert(value.Value!, To, Rules, out var reason) is { } converted ? ExpressionResult.Of(converted)
            : ExpressionResult.Fail(reason!);
    }
}
