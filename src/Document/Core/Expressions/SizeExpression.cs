using DocMigrate.Document.Reshaping;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>The length of a text in code points, or the number of elements of an array; an int32. Other types are misfits.</summary>
public sealed record SizeExpression : DocumentExpression
{
    /// <summary>The text or array.</summary>
    public required DocumentExpression Value { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Value];

    /// <inheritdoc/>
    public override string Describe() => $"size({Value.Describe()})";

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var value = Value.EvaluateOn(input);
        return value.Value switch
        {
            _ when value.IsAbsent => value,
            JValue { Value: string text } => Count(text.EnumerateRunes().Count()),
            JArray array => Count(array.Count),
            var other => ExpressionResult.Fail($"{other!.Describe()} has no size"),
        };
    }

    private static ExpressionResult Count(int count) => ExpressionResult.Of(new JValue((object)count));
}
