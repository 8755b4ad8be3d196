namespace DocMigrate.Document.Expressions;

/// <summary>
/// A sum, difference, product or quotient. The result has the wider type of the two: int32, int64, then double or decimal; a double and a decimal do not mix. Integers and decimals
/// are exact or a misfit (overflow, a quotient with a remainder, more than 34 digits); doubles round as doubles do, and must stay finite.
/// </summary>
public sealed record ArithmeticExpression : DocumentExpression
{
    /// <summary>The one number.</summary>
    public required DocumentExpression Left { get; init; }

    /// <summary>What is done.</summary>
    public required ArithmeticOperator Operator { get; init; }

    /// <summary>The other number.</summary>
    public required DocumentExpression Right { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Left, Right];

    /// <inheritdoc/>
    public override string Describe() => $"({Left.Describe()} {Operator switch { ArithmeticOperator.Add => "+", ArithmeticOperator.Subtract => "−", ArithmeticOperator.Multiply => "×", _ => "÷" }} {Right.Describe()})";

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var left = Left.EvaluateOn(input);
        var right = Right.EvaluateOn(input);
        return left.IsAbsent || right.IsAbsent ? ExpressionResult.Absent(left, right) : Arithmetic.Compute(left.Value!, Operator, right.Value!);
    }
}
