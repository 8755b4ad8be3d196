using System.Text;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>Writes a path as SQLite's JSON functions take it: <c>'$."address"."city"'</c> (https://www.sqlite.org/json1.html#path_arguments).</summary>
internal static class JsonPathSql
{
    /// <summary>A path that no value has: of an object, because it is an element's; of an array, because none has so many. Setting or removing it changes nothing.</summary>
    public const string Nowhere = "'$[2000000000]'";

    /// <summary>Whether SQLite can find every key: a quoted label has no escape, so a key with a quote, a backslash or a control character can't be written.</summary>
    public static bool CanWrite(IEnumerable<string> segments) =>
        segments.All(static segment => !segment.AsSpan().ContainsAny('"', '\\') && !segment.Any(static c => char.IsControl(c) || char.IsSurrogate(c)));

    /// <summary>The path as an SQL text literal.</summary>
    public static string Literal(IEnumerable<string> segments)
    {
        var path = new StringBuilder("'$");
        foreach (var segment in segments)
        {
            path.Append(".\"").Append(segment.Replace("'", "''", StringComparison.Ordinal)).Append('"');
        }

        return path.Append('\'').ToString();
    }
}
