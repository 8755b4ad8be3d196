namespace DocMigrate.Document.Expressions;

/// <summary>Whether a condition does not hold; <c>true</c> or <c>false</c>, never missing. Anything but <c>true</c> does not hold.</summary>
public sealed record NotExpression : DocumentExpression
{
    /// <summary>The condition.</summary>
    public required DocumentExpression Condition { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Condition];

    /// <inheritdoc/>
    public override string Describe() => $"not {Condition.Describe()}";

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var result = Condition.EvaluateOn(input);
        return result.Misfit is not null ? result : ExpressionResult.Of(!result.Holds);
    }
}
