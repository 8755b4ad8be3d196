using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>Whether a value is of a kind; <c>true</c> or <c>false</c>, never missing.</summary>
public sealed record TypeTestExpression : DocumentExpression
{
    /// <summary>The value.</summary>
    public required DocumentExpression Value { get; init; }

    /// <summary>The kind.</summary>
    public required ValueKind Type { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Value];

    /// <inheritdoc/>
    public override string Describe() => $"{Value.Describe()} is {Type}";

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var result = Value.EvaluateOn(input);
        return result.Misfit is not null ? result : ExpressionResult.Of(Test(result.Value));
    }

    private bool Test(JToken? value) => Type switch
    {
        ValueKind.Missing => value is null,
        ValueKind.Null => value is JValue { Value: null },
        ValueKind.String => value is JValue { Value: string },
        ValueKind.Int32 => value is JValue { Value: int },
        ValueKind.Int64 => value is JValue { Value: long },
        ValueKind.Double => value is JValue { Value: double },
        ValueKind.Boolean => value is JValue { Value: bool },
        ValueKind.Array => value is JArray,
        ValueKind.Object => value is not null && Wrappers.IsSubdocument(value),
        ValueKind.Number => value is JValue { Value: int or long or double } || IsWrapper(value, "$numberDecimal"),
        ValueKind.Decimal => IsWrapper(value, "$numberDecimal"),
        ValueKind.DateTime => IsWrapper(value, "$date"),
        ValueKind.ObjectId => IsWrapper(value, "$oid"),
        _ => IsWrapper(value, "$binary"),
    };

    private static bool IsWrapper(JToken? value, string key) => value is JObject { Count: 1 } wrapper && wrapper.Property(key, StringComparison.Ordinal) is not null;
}
