namespace DocMigrate.Document.Expressions;

/// <summary>Conditions joined; <c>true</c> or <c>false</c>, never missing. Anything but <c>true</c> does not hold. Those after the one that decides are not computed.</summary>
public sealed record LogicalExpression : DocumentExpression
{
    /// <summary>How they are joined.</summary>
    public required LogicalOperator Operator { get; init; }

    /// <summary>The conditions, one or more.</summary>
    public required ValueList<DocumentExpression> Conditions { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => Conditions;

    /// <inheritdoc/>
    public override string Describe() =>
        $"({string.Join(Operator == LogicalOperator.And ? " and " : " or ", Conditions.Select(static condition => condition.Describe()))})";

    internal override string? Fault => Conditions.Count == 0 ? "there are no conditions" : null;

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var decides = Operator == LogicalOperator.Or;
        foreach (var condition in Conditions)
        {
            var result = condition.EvaluateOn(input);
            if (result.Misfit is not null)
            {
                return result;
            }

            if (result.Holds == decides)
            {
                return ExpressionResult.Of(decides);
            }
        }

        return ExpressionResult.Of(!decides);
    }
}
