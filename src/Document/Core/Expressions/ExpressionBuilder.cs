using DocMigrate.Document.Values;

namespace DocMigrate.Document.Expressions;

internal sealed class ExpressionBuilder : IExpressionBuilder
{
    private ExpressionBuilder()
    {
    }

    public static IExpressionBuilder Instance { get; } = new ExpressionBuilder();

    public LiteralExpression Null => LiteralExpression.Of((object?)null);

    public NowExpression Now => NowExpression.Instance;

    public PathExpression Path(DocumentPath path) => new() { Path = path };

    public LiteralExpression Value(object? value) => LiteralExpression.Of(value);

    public LiteralExpression Json(string json) => new() { Value = DocumentReader.ReadValue(json) };

    public ConcatExpression Concat(params ReadOnlySpan<DocumentExpression> texts) => new() { Texts = ValueList.Create(texts) };

    public CoalesceExpression Coalesce(params ReadOnlySpan<DocumentExpression> values) => new() { Values = ValueList.Create(values) };

    public ConditionalExpression If(DocumentExpression condition, DocumentExpression then, DocumentExpression otherwise) =>
        new() { Condition = condition, Then = then, Otherwise = otherwise };

    public LogicalExpression All(params ReadOnlySpan<DocumentExpression> conditions) =>
        new() { Operator = LogicalOperator.And, Conditions = ValueList.Create(conditions) };

    public LogicalExpression Any(params ReadOnlySpan<DocumentExpression> conditions) =>
        new() { Operator = LogicalOperator.Or, Conditions = ValueList.Create(conditions) };
}
