namespace DocMigrate.Document.Expressions;

/// <summary>
/// Compares two values; <c>true</c> or <c>false</c>, never missing. Numbers compare by their value, whatever their type; texts by code point; dates by time. Values of
/// unlike kinds are not equal, and can't be ordered; nor can missing ones, nulls, booleans, objects and arrays. A missing value equals a missing one only.
/// </summary>
public sealed record ComparisonExpression : DocumentExpression
{
    /// <summary>The one value.</summary>
    public required DocumentExpression Left { get; init; }

    /// <summary>How they are compared.</summary>
    public required ComparisonOperator Operator { get; init; }

    /// <summary>The other value.</summary>
    public required DocumentExpression Right { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Left, Right];

    /// <inheritdoc/>
    public override string Describe() => $"{Left.Describe()} {Sign} {Right.Describe()}";

    private string Sign => Operator switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "≠",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "≤",
        ComparisonOperator.Greater => ">",
        _ => "≥",
    };

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var left = Left.EvaluateOn(input);
        var right = Right.EvaluateOn(input);
        if (left.Misfit is not null || right.Misfit is not null)
        {
            return ExpressionResult.Absent(left, right);
        }

        return ExpressionResult.Of(Operator switch
        {
            ComparisonOperator.Equal => ValueComparison.AreEqual(left.Value, right.Value),
            ComparisonOperator.NotEqual => !ValueComparison.AreEqual(left.Value, right.Value),
            ComparisonOperator.Less => ValueComparison.Order(left.Value, right.Value) < 0,
            ComparisonOperator.LessOrEqual => ValueComparison.Order(left.Value, right.Value) <= 0,
            ComparisonOperator.Greater => ValueComparison.Order(left.Value, right.Value) > 0,
            _ => ValueComparison.Order(left.Value, right.Value) >= 0,
        });
    }
}
