namespace DocMigrate.Document.Expressions;

/// <summary>One of two values. The other one is not computed.</summary>
public sealed record ConditionalExpression : DocumentExpression
{
    /// <summary>Decides; anything but <c>true</c> does not hold.</summary>
    public required DocumentExpression Condition { get; init; }

    /// <summary>The value where it holds.</summary>
    public required DocumentExpression Then { get; init; }

    /// <summary>The value where it does not.</summary>
    public required DocumentExpression Otherwise { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => [Condition, Then, Otherwise];

    /// <inheritdoc/>
    public override string Describe() => $"(if {Condition.Describe()} then {Then.Describe()} else {Otherwise.Describe()})";

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var result = Condition.EvaluateOn(input);
        return result.Misfit is not null ? result : (result.Holds ? Then : Otherwise).EvaluateOn(input);
    }
}
