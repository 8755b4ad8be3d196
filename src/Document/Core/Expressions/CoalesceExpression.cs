using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.Expressions;

/// <summary>The first value that is neither missing nor null; else null if one of them is null, else missing.</summary>
public sealed record CoalesceExpression : DocumentExpression
{
    /// <summary>The values, one or more. Those after the first that is there are not computed.</summary>
    public required ValueList<DocumentExpression> Values { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => Values;

    /// <inheritdoc/>
    public override string Describe() => $"coalesce({List(Values)})";

    internal override string? Fault => Values.Count == 0 ? "there is nothing to choose from" : null;

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var last = ExpressionResult.Missing;
        foreach (var operand in Values)
        {
            var value = operand.EvaluateOn(input);
            if (value.Misfit is not null || (value.Value is { } present && !present.IsNull()))
            {
                return value;
            }

            last = value.IsMissing ? last : value;
        }

        return last;
    }
}
