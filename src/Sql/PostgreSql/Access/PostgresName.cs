using System.Text;

namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>Writes names and texts as SQL.</summary>
internal static class PostgresName
{
    /// <summary>The bytes that are left of a longer name: the server cuts off the rest (https://www.postgresql.org/docs/current/limits.html).</summary>
    public const int MaxBytes = 63;

    /// <summary>A name as the server has it.</summary>
    public static string Cut(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > MaxBytes)
        {
            name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        }

        return name;
    }

    /// <summary>A name in double quotes, whatever it holds.</summary>
    public static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A name with its schema, each in double quotes.</summary>
    public static string Quote(string schema, string name) => Quote(schema) + "." + Quote(name);

    /// <summary>Names in double quotes, separated by commas.</summary>
    public static string QuoteAll(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>A text in single quotes. Backslashes stand for themselves: <c>standard_conforming_strings</c> is on in every session of <see cref="PostgresDatabase"/>.</summary>
    public static string Text(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
}
