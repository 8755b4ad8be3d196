using System.Globalization;
using DocMigrate.Models;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Sql.Sqlite.Compilation;

/// <summary>
/// Types and values as SQLite holds them: the conventions of Microsoft.Data.Sqlite and EF Core
/// (https://learn.microsoft.com/dotnet/standard/data/sqlite/types), so that an application reads what a migration wrote.
/// </summary>
internal static class SqliteLiteral
{
    public static string TypeOf(ScalarKind kind) => kind switch
    {
        ScalarKind.Boolean or ScalarKind.Int32 or ScalarKind.Int64 => "INTEGER",
        ScalarKind.Double => "REAL",
        ScalarKind.Binary => "BLOB",
        _ => "TEXT",
    };

    /// <summary>A value's invariant text as an SQL literal.</summary>
    public static string Of(ScalarKind kind, string text) => kind switch
    {
        ScalarKind.Boolean => text == "true" ? "1" : "0",
        ScalarKind.Int32 or ScalarKind.Int64 => text,
        ScalarKind.Double => text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text,
        ScalarKind.Binary => $"X'{text}'",
        ScalarKind.Decimal => SqliteName.Text(
            decimal.Parse(text, CultureInfo.InvariantCulture).ToString("0.0###########################", CultureInfo.InvariantCulture)),
        ScalarKind.Guid => SqliteName.Text(text.ToUpperInvariant()),
        ScalarKind.DateTime => SqliteName.Text(text.Replace('T', ' ')),
        _ => SqliteName.Text(text),
    };
}
