using System.Globalization;
using DocMigrate.CodeGeneration;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.CodeGeneration;

/// <summary>Writes expressions as authors do: <c>d => d.Concat(d.Path("first"), " ", d.Path("last"))</c>.</summary>
internal static class ExpressionCode
{
    public static string Lambda(DocumentExpression expression) => $"d => {Operand(expression)}";

    public static string Value(DocumentExpression expression) => $"DocumentExpression.Of({Lambda(expression)})";

    /// <summary>The expression where one is expected: a literal converts by itself.</summary>
    private static string Operand(DocumentExpression expression) => expression is LiteralExpression { Value: JValue { Value: not null } value }
        ? OperationCode.Scalar(value) ?? Receiver(expression)
        : Receiver(expression);

    /// <summary>The expression where something is called on it.</summary>
    private static string Receiver(DocumentExpression expression) => expression switch
    {
        LiteralExpression { Value: JValue { Value: null } } => "d.Null",
        LiteralExpression literal => OperationCode.Scalar(literal.Value) is { } scalar ? $"d.Value({scalar})" : $"d.Json({CSharpLiteral.Of(DocumentWriter.Write(literal.Value))})",
        PathExpression path => $"d.Path({OperationCode.Path(path.Path)})",
        NowExpression => "d.Now",
        ConcatExpression concat => $"d.Concat({List(concat.Texts)})",
        CoalesceExpression coalesce => $"d.Coalesce({List(coalesce.Values)})",
        ConditionalExpression conditional => $"d.If({Operand(conditional.Condition)}, {Operand(conditional.Then)}, {Operand(conditional.Otherwise)})",
        LogicalExpression logical => $"d.{(logical.Operator == LogicalOperator.And ? "All" : "Any")}({List(logical.Conditions)})",
        TrimExpression trim => $"{Receiver(trim.Text)}.Trim()",
        CaseExpression letters => $"{Receiver(letters.Text)}.{letters.To}()",
        SubstringExpression part => $"{Receiver(part.Text)}.Substring({Number(part.Start)}{(part.Length is { } length ? $", {Number(length)}" : "")})",
        SplitExpression split => $"{Receiver(split.Text)}.Part({CSharpLiteral.Of(split.Separator)}, {Number(split.Index)})",
        SizeExpression size => $"{Receiver(size.Value)}.Size()",
        ConversionExpression conversion =>
            $"{Receiver(conversion.Value)}.ConvertTo({CSharpLiteral.Of(conversion.To)}{(conversion.Rules == ConversionRules.Strict ? "" : $", {OperationCode.RulesValue(conversion.Rules)}")})",
        ArithmeticExpression arithmetic => $"{Receiver(arithmetic.Left)}.{Name(arithmetic.Operator)}({Operand(arithmetic.Right)})",
        ComparisonExpression comparison => $"{Receiver(comparison.Left)}.{Name(comparison.Operator)}({Operand(comparison.Right)})",
        TypeTestExpression test => $"{Receiver(test.Value)}.Is({CSharpLiteral.Of(test.Type)})",
        NotExpression not => $"{Receiver(not.Condition)}.Not()",
        _ => throw new ArgumentException($"{expression.GetType().Name} is no expression.", nameof(expression)),
    };

    private static string List(IEnumerable<DocumentExpression> expressions) => string.Join(", ", expressions.Select(Operand));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Name(ArithmeticOperator how) => how switch
    {
        ArithmeticOperator.Add => "Plus",
        ArithmeticOperator.Subtract => "Minus",
        ArithmeticOperator.Multiply => "Times",
        _ => "DividedBy",
    };

    private static string Name(ComparisonOperator how) => how switch
    {
        ComparisonOperator.Equal => "EqualTo",
        ComparisonOperator.NotEqual => "NotEqualTo",
        ComparisonOperator.Less => "LessThan",
        ComparisonOperator.LessOrEqual => "AtMost",
        ComparisonOperator.Greater => "GreaterThan",
        _ => "AtLeast",
    };
}
