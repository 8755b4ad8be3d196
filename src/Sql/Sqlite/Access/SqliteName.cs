namespace DocMigrate.Sql.Sqlite.Access;

/// <summary>Writes names and texts as SQL.</summary>
internal static class SqliteName
{
    /// <summary>A name in double quotes, whatever it holds.</summary>
    public static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>Names in double quotes, separated by commas.</summary>
    public static string QuoteAll(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>A text in single quotes.</summary>
    public static string Text(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
}
