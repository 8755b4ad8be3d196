using DocMigrate.Document.Reshaping;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>Texts one after the other. Other types are misfits: convert them first.</summary>
public sealed record ConcatExpression : DocumentExpression
{
    /// <summary>The texts, one or more.</summary>
    public required ValueList<DocumentExpression> Texts { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentExpression> Operands => Texts;

    /// <inheritdoc/>
    public override string Describe() => $"concat({List(Texts)})";

    internal override string? Fault => Texts.Count == 0 ? "there is nothing to concatenate" : null;

    internal override ExpressionResult EvaluateOn(ExpressionInput input)
    {
        var result = ExpressionResult.Of("");
        foreach (var operand in Texts)
        {
            var next = operand.EvaluateOn(input);
            if (next is { IsAbsent: false, Value: not JValue { Value: string } })
            {
                return ExpressionResult.Fail($"{next.Value!.Describe()} can't be concatenated");
            }

            result = result.IsAbsent || next.IsAbsent
                ? ExpressionResult.Absent(result, next)
                : ExpressionResult.Of((string)((JValue)result.Value!).Value! + (string)((JValue)next.Value!).Value!);
            if (result.Misfit is not null)
            {
                return result;
            }
        }

        return result;
    }
}
