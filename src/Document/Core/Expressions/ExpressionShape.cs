using DocMigrate.Document.Operations;
using DocMigrate.Document.State;

namespace DocMigrate.Document.Expressions;

/// <summary>What an expression gives, as far as that can be told without documents.</summary>
internal static class ExpressionShape
{
    /// <param name="expression">The expression.</param>
    /// <param name="document">The shape of the document.</param>
    public static FieldShape Of(DocumentExpression expression, FieldShape document) => expression switch
    {
        LiteralExpression literal => ShapeOf.Value(literal.Value),
        PathExpression path => document.Find(path.Path) ?? FieldShape.Any.OrNull(),
        NowExpression => FieldShape.DateTime,
        ComparisonExpression or LogicalExpression or NotExpression or TypeTestExpression => FieldShape.Boolean,
        ConcatExpression or TrimExpression or CaseExpression or SubstringExpression => FieldShape.String with { Nullable = Nullable(expression, document) },
        SplitExpression => FieldShape.String.OrNull(),
        SizeExpression => FieldShape.Int32 with { Nullable = Nullable(expression, document) },
        ConversionExpression conversion => FieldShape.Of(ConvertFieldOperation.ScalarOf(conversion.To)) with { Nullable = Nullable(expression, document) },
        ConditionalExpression conditional => FieldShape.Either(Of(conditional.Then, document), Of(conditional.Otherwise, document)),
        CoalesceExpression coalesce => coalesce.Values.Select(value => Of(value, document)).Aggregate(FieldShape.Either) with
        {
            Nullable = coalesce.Values.All(value => Of(value, document).Nullable),
        },
        _ => FieldShape.Any with { Nullable = Nullable(expression, document) },
    };

    private static bool Nullable(DocumentExpression expression, FieldShape document) =>
        expression.Operands.Any(operand => Of(operand, document).Nullable);
}
