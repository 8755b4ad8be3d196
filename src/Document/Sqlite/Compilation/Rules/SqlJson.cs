using Newtonsoft.Json;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>Writes constants as SQL.</summary>
internal static class SqlJson
{
    /// <summary>A text literal.</summary>
    public static string Text(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>A JSON string, as JSON text.</summary>
    public static string Quote(string value) => JsonConvert.ToString(value);

    /// <summary>An alternative of conditions.</summary>
    public static string Or(IEnumerable<string> conditions) => "(" + string.Join(" OR ", conditions) + ")";

    /// <summary>A conjunction of conditions; true without any.</summary>
    public static string And(IReadOnlyCollection<string> conditions) => conditions.Count == 0 ? "1" : "(" + string.Join(" AND ", conditions) + ")";
}
