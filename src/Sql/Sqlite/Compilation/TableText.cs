using System.Text;
using DocMigrate.Sql.Sqlite.Access;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Sqlite.Compilation;

/// <summary>Writes tables, columns and indexes as SQLite's DDL.</summary>
internal static class TableText
{
    public static string Create(TableState table)
    {
        var keys = table.Columns.Where(static column => column.Key).Select(static column => column.Name).ToList();
        var elements = table.Columns.Select(column => Column(column, isOnlyKey: column.Key && keys.Count == 1));
        if (keys.Count > 1)
        {
            elements = elements.Append($"PRIMARY KEY ({SqliteName.QuoteAll(keys)})");
        }

        return $"CREATE TABLE {SqliteName.Quote(table.Name)} (\n    {string.Join(",\n    ", elements)}\n)";
    }

    public static string Column(ColumnState column, bool isOnlyKey = false)
    {
        var text = new StringBuilder(SqliteName.Quote(column.Name)).Append(' ').Append(SqliteLiteral.TypeOf(column.Type));
        if (!column.Nullable)
        {
            text.Append(" NOT NULL");
        }

        if (isOnlyKey)
        {
            text.Append(" PRIMARY KEY").Append(column.AutoIncrement ? " AUTOINCREMENT" : "");
        }

        if (column.Default is { } value)
        {
            text.Append(" DEFAULT ").Append(SqliteLiteral.Of(column.Type, value));
        }

        if (column.References is { } key)
        {
            text.Append(" REFERENCES ").Append(SqliteName.Quote(key.Table)).Append(" (").Append(SqliteName.Quote(key.Column)).Append(')');
        }

        return text.ToString();
    }

    public static string Index(string table, IndexState index) =>
        $"CREATE {(index.Unique ? "UNIQUE " : "")}INDEX {SqliteName.Quote(index.Name)} ON {SqliteName.Quote(table)} ({SqliteName.QuoteAll(index.Columns)})";
}
