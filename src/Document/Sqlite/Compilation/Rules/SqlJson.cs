using Newtonsoft.Json;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>Writes constants as SQL.</summary>
internal static class SqlJson
{
    /// <summary>A JSON string, as JSON text.</summary>
    public static string Quote(string value) => JsonConvert.ToString(value);

    /// <summary>An alternative of conditions.</summary>
    public static string Or(IEnumerable<string> conditions) => "(" + string.Join(" OR ", conditions) + ")";

    /// <summary>A conjunction of conditions; true without any.</summary>
    public static string And(IReadOnlyCollection<string> conditions) => conditions.Count == 0 ? "1" : "(" + string.Join(" AND ", conditions) + ")";

    /// <summary>
    /// A conjunction whose conditions are looked at in order, each only where those before it hold. AND alone promises no order: SQLite evaluates both sides
    /// where it needs the value, and a JSON function fails on what is no JSON.
    /// </summary>
    public static string InOrder(params ReadOnlySpan<string> conditions) =>
        conditions.Length == 1 ? $"iif({conditions[0]}, 1, 0)" : $"iif({conditions[0]}, {InOrder(conditions[1..])}, 0)";
}
