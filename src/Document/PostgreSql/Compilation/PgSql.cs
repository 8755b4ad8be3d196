using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>Writes constants and conditions as SQL.</summary>
internal static class PgSql
{
    public const string True = "true";

    /// <summary>A text literal. An escape string where there is a backslash: a plain one would depend on <c>standard_conforming_strings</c>.</summary>
    public static string Text(string value)
    {
        var quoted = "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
        return value.Contains('\\', StringComparison.Ordinal) ? "E" + quoted.Replace("\\", @"\\", StringComparison.Ordinal) : quoted;
    }

    /// <summary>An array of texts.</summary>
    public static string Array(IEnumerable<string> values) => $"ARRAY[{string.Join(", ", values.Select(Text))}]::text[]";

    /// <summary>A constant of type jsonb.</summary>
    public static string Constant(JToken value) => Text(JsonbText.Write(value)) + "::jsonb";

    /// <summary>An identifier.</summary>
    public static string Name(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>An alternative of conditions; false without any.</summary>
    public static string Or(IReadOnlyCollection<string> conditions) => conditions.Count switch
    {
        0 => "false",
        1 => conditions.First(),
        _ => conditions.Contains(True) ? True : "(" + string.Join(" OR ", conditions) + ")",
    };

    /// <summary>A conjunction of conditions, none of which is an error anywhere; true without any.</summary>
    public static string And(IReadOnlyCollection<string> conditions) => conditions.Count switch
    {
        0 => True,
        1 => conditions.First(),
        _ => "(" + string.Join(" AND ", conditions) + ")",
    };

    /// <summary>
    /// A conjunction whose conditions are looked at in order, each only where those before it hold: AND alone promises no order
    /// (https://www.postgresql.org/docs/current/sql-expressions.html#SYNTAX-EXPRESS-EVAL), and a cast fails on what it can't read.
    /// </summary>
    public static string InOrder(params ReadOnlySpan<string> conditions) =>
        conditions.Length == 1 ? conditions[0] : $"CASE WHEN {conditions[0]} THEN {InOrder(conditions[1..])} ELSE false END";
}
