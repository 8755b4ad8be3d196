using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>A value that stands in the migration. Taken verbatim: a <c>$</c> in it means nothing.</summary>
public sealed record LiteralExpression : DocumentExpression
{
    /// <summary>The value; never changed.</summary>
    public required JToken Value { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [];

    /// <inheritdoc/>
    public override string Describe() => DocumentWriter.Write(Value);

    /// <inheritdoc/>
    public bool Equals(LiteralExpression? other) => other is not null && DocumentEquality.Equals(Value, other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => DocumentEquality.Exact.GetHashCode(Value);

    internal static LiteralExpression Of(object? value) => new() { Value = DocumentValue.Of(value) };

    internal override ExpressionResult EvaluateOn(ExpressionInput input) => ExpressionResult.Of(Value);
}
