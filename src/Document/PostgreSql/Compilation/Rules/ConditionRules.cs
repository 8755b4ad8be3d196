using System.Globalization;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Compilation.Rules;

/// <summary>Conditions over the fields of a document. Null: not expressible, run it in process.</summary>
internal static class ConditionRules
{
    /// <summary>So many characters of a double that is written with a point tell it from every other (15 digits, the point), and as many with a sign.</summary>
    private const int ShortDouble = 16;

    public static SqlCondition? Compile(SymbolicDocument document, DocumentExpression expression) => expression switch
    {
        LiteralExpression { Value: JValue { Value: bool flag } } => SqlCondition.Plain(flag ? PgSql.True : "false"),
        PathExpression path => Source(document, path) is { } place ? SqlCondition.Plain(Is(document, place, "true")) : null,
        NotExpression not => Compile(document, not.Condition) is { } inner ? inner with { Holds = $"(NOT {inner.Holds})" } : null,
        LogicalExpression logical => Logical(document, logical),
        ComparisonExpression { Left: PathExpression path, Right: LiteralExpression literal } comparison when Source(document, path) is { } place =>
            Comparison(document, place, comparison.Operator, literal.Value),
        TypeTestExpression { Value: PathExpression path } test when Source(document, path) is { } place => TypeTest(document, place, test.Type),
        _ => null,
    };

    /// <summary>The condition that a value is none that stands for another (<c>{"$numberLong": …}</c>); true where there is none.</summary>
    public static string NoWrapper(SymbolicDocument document, ValueList<string> path) =>
        $"CASE {document.TypeOf(path)} WHEN 'object' THEN {document.IsPlainObject(path)} ELSE true END";

    private static ValueList<string>? Source(SymbolicDocument document, PathExpression path) => document.Source(path.Path.Segments)?.Path;

    private static string Is(SymbolicDocument document, ValueList<string> path, string json) => $"({document.At(path)} IS NOT DISTINCT FROM '{json}'::jsonb)";

    private static SqlCondition? Logical(SymbolicDocument document, LogicalExpression logical)
    {
        var parts = logical.Conditions.Select(condition => Compile(document, condition)).OfType<SqlCondition>().ToList();
        return parts.Count < logical.Conditions.Count ? null : new SqlCondition(
            PgSql.And([.. parts.Select(static part => part.Exact).Where(static exact => exact != PgSql.True).Distinct()]),
            $"({string.Join(logical.Operator == LogicalOperator.And ? " AND " : " OR ", parts.Select(static part => part.Holds))})");
    }

    private static SqlCondition? Comparison(SymbolicDocument document, ValueList<string> path, ComparisonOperator how, JToken literal)
    {
        var sign = how switch
        {
            ComparisonOperator.Equal or ComparisonOperator.NotEqual => "=",
            ComparisonOperator.Less => "<",
            ComparisonOperator.LessOrEqual => "<=",
            ComparisonOperator.Greater => ">",
            _ => ">=",
        };
        var (type, text, equality) = (document.TypeOf(path), document.TextAt(path), sign == "=");
        var condition = literal switch
        {
            // By code points, which is by bytes in UTF-8.
            JValue { Value: string value } when JsonbText.CanHold(value) => new SqlCondition(
                equality ? PgSql.True : "(getdatabaseencoding() = 'UTF8')",
                $"CASE {type} WHEN 'string' THEN {text} COLLATE \"C\" {sign} {PgSql.Text(value)} ELSE false END"),
            JValue { Value: int or long or double } number when Digits(number) is { } digits => new SqlCondition(
                $"CASE {type} WHEN 'object' THEN {document.IsPlainObject(path)} WHEN 'number' THEN {IsShort(text)} ELSE true END",
                $"CASE {type} WHEN 'number' THEN {text}::numeric {sign} '{digits}'::numeric ELSE false END"),
            JValue { Value: bool flag } when equality => SqlCondition.Plain(Is(document, path, flag ? "true" : "false")),
            JValue { Value: null } when equality => SqlCondition.Plain(Is(document, path, "null")),
            _ => null,
        };
        return how == ComparisonOperator.NotEqual && condition is not null ? condition with { Holds = $"(NOT {condition.Holds})" } : condition;
    }

    /// <summary>The condition that a number is compared without loss: an integer that is one in process too, a double that is what is written.</summary>
    private static string IsShort(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"CASE WHEN strpos({text}, '.') > 0 THEN length({text}) <= {ShortDouble} ELSE length({text}) <= 18 END");

    /// <summary>A number in digits; null for one that is not what is written.</summary>
    private static string? Digits(JValue number) => number.Value switch
    {
        int narrow => narrow.ToString(CultureInfo.InvariantCulture),
        long wide => wide.ToString(CultureInfo.InvariantCulture),
        double real when double.IsFinite(real) && DocumentWriter.Write(number) is { Length: <= ShortDouble } text && !text.Contains('E', StringComparison.Ordinal) => text,
        _ => null,
    };

    private static SqlCondition? TypeTest(SymbolicDocument document, ValueList<string> path, ValueKind kind)
    {
        var (type, text) = (document.TypeOf(path), document.TextAt(path));
        var noWrapper = NoWrapper(document, path);
        var point = $"strpos({text}, '.') > 0";
        var narrow = $"{text}::numeric BETWEEN -2147483648 AND 2147483647";
        var integer = $"CASE {type} WHEN 'object' THEN {document.IsPlainObject(path)} WHEN 'number' THEN {IsShort(text)} ELSE true END";
        return kind switch
        {
            ValueKind.Missing => SqlCondition.Plain($"({document.At(path)} IS NULL)"),
            ValueKind.Null => SqlCondition.Plain(Is(document, path, "null")),
            ValueKind.String => OfType("string"),
            ValueKind.Array => OfType("array"),
            ValueKind.Boolean => OfType("boolean"),
            ValueKind.Object => OfType("object") with { Exact = noWrapper },
            ValueKind.Number => OfType("number") with { Exact = noWrapper },
            ValueKind.Double => new SqlCondition(integer, $"CASE {type} WHEN 'number' THEN {point} ELSE false END"),
            ValueKind.Int32 => new SqlCondition(integer, $"CASE {type} WHEN 'number' THEN NOT {point} AND {narrow} ELSE false END"),
            ValueKind.Int64 => new SqlCondition(integer, $"CASE {type} WHEN 'number' THEN NOT {point} AND NOT ({narrow}) ELSE false END"),
            _ => null,
        };

        SqlCondition OfType(string name) => SqlCondition.Plain($"({type} IS NOT DISTINCT FROM '{name}')");
    }
}
