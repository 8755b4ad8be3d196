using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Expressions of authors. Null: not expressible, run it in process.</summary>
internal static class ExpressionRules
{
    public static MongoValue? Compile(SymbolicDocument document, DocumentExpression expression) => expression switch
    {
        LiteralExpression literal => Mql.CanHold(literal.Value) ? MongoValue.Plain(Mql.Literal(literal.Value)) : null,
        PathExpression path => document.Source(path.Path.Segments) is { } source ? MongoValue.Plain(document.At(source.Path)) : null,
        ConcatExpression concat => All(document, concat.Texts) is { } texts ? Concat(texts) : null,
        TrimExpression trim => OfText(document, trim.Text, static text => Mql.Call("$trim", ("input", text), ("chars", Mql.Text(TrimExpression.WhiteSpace)))),

        // Beyond ASCII MongoDB leaves letters as they are, and .NET does not.
        CaseExpression letters => OfText(
            document,
            letters.Text,
            text => Mql.Call(letters.To == LetterCase.Upper ? "$toUpper" : "$toLower", text),
            static text => Mql.Equal(Mql.Call("$strLenBytes", text), Mql.Call("$strLenCP", text))),
        SubstringExpression part => OfText(
            document, part.Text, text => Mql.Call("$substrCP", text, Mql.Number(part.Start), part.Length is { } length ? Mql.Number(length) : Mql.Call("$strLenCP", text))),
        SplitExpression split when Mql.CanHold(split.Separator) => OfText(
            document, split.Text, text => Mql.Call("$arrayElemAt", Mql.Call("$split", text, Mql.Text(split.Separator)), Mql.Number(split.Index))),
        SizeExpression size => Compile(document, size.Value) is { } value ? Size(value) : null,
        CoalesceExpression coalesce => All(document, coalesce.Values) is { } values ? Coalesce(values) : null,
        ConditionalExpression conditional => All(document, conditional.Operands) is [var condition, var then, var otherwise] ? Choose(condition, then, otherwise) : null,
        ConversionExpression conversion when conversion.Rules == ConversionRules.Strict => Compile(document, conversion.Value) is { } value ? Then(value, ConvertRules.Convert(value.Value, conversion.To)) : null,
        ArithmeticExpression arithmetic => All(document, arithmetic.Operands) is [var left, var right] ? ArithmeticRules.Compute(left, arithmetic.Operator, right) : null,
        NotExpression not => Compile(document, not.Condition) is { } condition ? condition with { Value = Mql.Not(Holds(condition)) } : null,
        LogicalExpression logical => All(document, logical.Conditions) is { } conditions ? Logical(conditions, logical.Operator) : null,
        TypeTestExpression test => Compile(document, test.Value) is { } value ? value with { Value = Mql.IsAny(value.Value, Names(test.Type)) } : null,
        ComparisonExpression comparison => All(document, comparison.Operands) is [var left, var right] ? ComparisonRules.Compare(left, comparison.Operator, right) : null,
        _ => null,
    };

    private static List<MongoValue>? All(SymbolicDocument document, IReadOnlyList<DocumentExpression> expressions)
    {
        var values = expressions.Select(expression => Compile(document, expression)).OfType<MongoValue>().ToList();
        return values.Count < expressions.Count ? null : values;
    }

    private static JToken Holds(MongoValue condition) => Mql.Equal(condition.Value, Mql.True);

    /// <summary>A value of another: exact where both are.</summary>
    private static MongoValue Then(MongoValue inner, MongoValue outer) => outer with { Exact = Mql.InOrder(inner.Exact, outer.Exact) };

    /// <summary>A function of a text; what is absent stays so, and another type does not fit.</summary>
    private static MongoValue? OfText(SymbolicDocument document, DocumentExpression operand, Func<JToken, JToken> function, Func<JToken, JToken>? exact = null)
    {
        if (Compile(document, operand) is not { } inner)
        {
            return null;
        }

        var (value, isText) = (inner.Value, Mql.Is(inner.Value, "string"));
        return Then(inner, new MongoValue(
            Mql.If(isText, function(value), value),
            exact is null ? Mql.IsAny(value, "string", "null", "missing") : Mql.If(isText, exact(value), Mql.IsAbsent(value))));
    }

    private static MongoValue Concat(List<MongoValue> texts) => new(
        Mql.If(Mql.Or(texts.Select(static text => Mql.IsMissing(text.Value))), Mql.Nothing, Mql.Call("$concat", [.. texts.Select(static text => text.Value)])),
        Mql.InOrder(Mql.And(texts.Select(static text => text.Exact)), Mql.And(texts.Select(static text => Mql.IsAny(text.Value, "string", "null", "missing")))));

    private static MongoValue Size(MongoValue inner)
    {
        var value = inner.Value;
        return Then(inner, new MongoValue(
            Mql.Switch([(Mql.Is(value, "string"), Mql.Call("$strLenCP", value)), (Mql.Is(value, "array"), Mql.Call("$size", value))], value),
            Mql.IsAny(value, "string", "array", "null", "missing")));
    }

    private static MongoValue Coalesce(List<MongoValue> values) => new(
        Mql.Switch(
            [.. values.Select(static value => (Mql.Not(Mql.IsAbsent(value.Value)), value.Value)), (Mql.Or(values.Select(static value => Mql.Is(value.Value, "null"))), Mql.Null)],
            Mql.Nothing),
        Mql.And(values.Select(static value => value.Exact)));

    private static MongoValue Choose(MongoValue condition, MongoValue then, MongoValue otherwise) => new(
        Mql.If(Holds(condition), then.Value, otherwise.Value),
        Mql.InOrder(condition.Exact, Mql.If(Holds(condition), then.Exact, otherwise.Exact)));

    private static MongoValue Logical(List<MongoValue> conditions, LogicalOperator how)
    {
        var holds = conditions.Select(Holds);
        return new MongoValue(how == LogicalOperator.And ? Mql.And(holds) : Mql.Or(holds), Mql.And(conditions.Select(static condition => condition.Exact)));
    }

    private static string[] Names(ValueKind kind) => kind switch
    {
        ValueKind.Missing => ["missing"],
        ValueKind.Null => ["null"],
        ValueKind.String => ["string"],
        ValueKind.Int32 => ["int"],
        ValueKind.Int64 => ["long"],
        ValueKind.Double => ["double"],
        ValueKind.Decimal => ["decimal"],
        ValueKind.Number => ["int", "long", "double", "decimal"],
        ValueKind.Boolean => ["bool"],
        ValueKind.DateTime => ["date"],
        ValueKind.ObjectId => ["objectId"],
        ValueKind.Object => ["object"],
        ValueKind.Array => ["array"],
        _ => ["binData"],
    };
}
