using System.Globalization;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>Conditions over the fields of a document. Null: not expressible, run it in process.</summary>
internal static class ConditionRules
{
    /// <summary>So many characters of a number SQLite reads and compares without loss.</summary>
    private const string ShortNumber = "16";

    private const string Int32Range = "BETWEEN -2147483648 AND 2147483647";

    public static SqlCondition? Compile(SymbolicDocument document, DocumentExpression expression) => expression switch
    {
        LiteralExpression { Value: JValue { Value: bool flag } } => new SqlCondition("1", flag ? "1" : "0"),
        PathExpression path => On(document, path, type => new SqlCondition("1", $"{type} IS 'true'")),
        NotExpression not => Compile(document, not.Condition) is { } inner ? inner with { Holds = $"NOT {inner.Holds}" } : null,
        LogicalExpression logical => Logical(document, logical),
        ComparisonExpression { Left: PathExpression path, Right: LiteralExpression literal } comparison => Comparison(document, path, comparison.Operator, literal.Value),
        TypeTestExpression { Value: PathExpression path } test => TypeTest(document, path, test.Type),
        _ => null,
    };

    /// <summary>The condition that a value is no wrapper, or none that may stand for a number.</summary>
    private static string NoWrapper(SymbolicDocument document, ValueList<string> path) =>
        $"CASE {document.TypeOf(path)} WHEN 'object' THEN substr({document.TextOf(path)}, 1, 3) <> '{{\"$' ELSE 1 END";

    private static SqlCondition? On(SymbolicDocument document, PathExpression path, Func<string, SqlCondition?> make) =>
        document.Source(path.Path.Segments) is { } source ? make(document.TypeOf(source.Path)) : null;

    private static SqlCondition? Logical(SymbolicDocument document, LogicalExpression logical)
    {
        var parts = logical.Conditions.Select(condition => Compile(document, condition)).ToArray();
        return Array.Exists(parts, static part => part is null) ? null : new SqlCondition(
            SqlJson.And([.. parts.Select(static part => part!.Exact).Where(static exact => exact != "1").Distinct()]),
            $"({string.Join(logical.Operator == LogicalOperator.And ? " AND " : " OR ", parts.Select(static part => part!.Holds))})");
    }

    private static SqlCondition? Comparison(SymbolicDocument document, PathExpression path, ComparisonOperator how, JToken literal)
    {
        if (document.Source(path.Path.Segments) is not { } source)
        {
            return null;
        }

        var (type, value) = (document.TypeOf(source.Path), document.ValueOf(source.Path));
        var sign = how switch
        {
            ComparisonOperator.Equal or ComparisonOperator.NotEqual => "=",
            ComparisonOperator.Less => "<",
            ComparisonOperator.LessOrEqual => "<=",
            ComparisonOperator.Greater => ">",
            _ => ">=",
        };
        var equality = sign == "=";
        var condition = literal switch
        {
            JValue { Value: string text } when !text.Contains('\0', StringComparison.Ordinal) => new SqlCondition(
                $"CASE {type} WHEN 'text' THEN {document.Plain(source.Path)} ELSE 1 END", $"CASE {type} WHEN 'text' THEN {value} {sign} {SqliteName.Text(text)} ELSE 0 END"),
            JValue { Value: int or long or double } number when Digits(number) is { } digits => new SqlCondition(
                $"CASE {type} WHEN 'object' THEN substr({document.TextOf(source.Path)}, 1, 3) <> '{{\"$' "
                    + $"WHEN 'integer' THEN length({document.TextOf(source.Path)}) <= 18 WHEN 'real' THEN length({document.TextOf(source.Path)}) <= {ShortNumber} AND instr(lower({document.TextOf(source.Path)}), 'e') = 0 ELSE 1 END",
                $"CASE WHEN {type} IN ('integer', 'real') THEN {value} {sign} {digits} ELSE 0 END"),
            JValue { Value: bool flag } when equality => new SqlCondition("1", $"{type} IS '{(flag ? "true" : "false")}'"),
            JValue { Value: null } when equality => new SqlCondition("1", $"{type} IS 'null'"),
            _ => null,
        };
        return how == ComparisonOperator.NotEqual && condition is not null ? condition with { Holds = $"NOT ({condition.Holds})" } : condition;
    }

    /// <summary>A number as an SQL literal; null for one that SQLite may read otherwise.</summary>
    private static string? Digits(JValue number) => number.Value switch
    {
        int narrow => narrow.ToString(CultureInfo.InvariantCulture),
        long and > long.MinValue and var wide => wide.ToString(CultureInfo.InvariantCulture),
        double real when double.IsFinite(real) && DocumentWriter.Write(number) is { Length: <= 16 } text && !text.Contains('E', StringComparison.Ordinal) => text,
        _ => null,
    };

    private static SqlCondition? TypeTest(SymbolicDocument document, PathExpression path, ValueKind kind)
    {
        if (document.Source(path.Path.Segments) is not { } source)
        {
            return null;
        }

        var (type, value) = (document.TypeOf(source.Path), document.ValueOf(source.Path));
        return kind switch
        {
            ValueKind.Missing => new SqlCondition("1", $"{type} IS NULL"),
            ValueKind.Null => new SqlCondition("1", $"{type} IS 'null'"),
            ValueKind.String => new SqlCondition("1", $"{type} IS 'text'"),
            ValueKind.Array => new SqlCondition("1", $"{type} IS 'array'"),
            ValueKind.Boolean => new SqlCondition("1", $"coalesce({type} IN ('true', 'false'), 0)"),
            ValueKind.Object => new SqlCondition("1", $"coalesce({document.IsPlainObject(source.Path)}, 0)"),
            ValueKind.Number => new SqlCondition(NoWrapper(document, source.Path), $"coalesce({type} IN ('integer', 'real'), 0)"),
            ValueKind.Double => new SqlCondition(NoWrapper(document, source.Path), $"{type} IS 'real'"),
            ValueKind.Int32 => new SqlCondition(NoWrapper(document, source.Path), $"CASE {type} WHEN 'integer' THEN {value} {Int32Range} ELSE 0 END"),
            ValueKind.Int64 => new SqlCondition(NoWrapper(document, source.Path), $"CASE {type} WHEN 'integer' THEN {value} NOT {Int32Range} ELSE 0 END"),
            _ => null,
        };
    }
}
