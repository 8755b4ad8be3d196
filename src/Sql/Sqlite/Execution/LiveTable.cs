using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>A table as the database has it.</summary>
internal sealed record LiveTable
{
    private static readonly string[] RowidNames = ["rowid", "_rowid_", "oid"];

    public required string Name { get; init; }

    /// <summary>The stored text.</summary>
    public required string Sql { get; init; }

    public required IReadOnlyList<LiveColumn> Columns { get; init; }

    /// <summary>A name for the rowid where it is not one of the columns; null where there is none, or where the key is the rowid.</summary>
    public required string? HiddenRowid { get; init; }

    /// <summary>The columns whose values are stored.</summary>
    public IEnumerable<string> StoredColumns => Columns.Where(static column => !column.Generated).Select(static column => column.Name);

    /// <summary>What a row is found again by: the primary key, else the rowid; empty where there is neither.</summary>
    public IReadOnlyList<string> Key
    {
        get
        {
            var key = Columns.Where(static column => column.KeyPosition > 0).OrderBy(static column => column.KeyPosition).Select(static column => column.Name);
            return key.Any() ? [.. key] : HiddenRowid is null ? [] : [HiddenRowid];
        }
    }

    public LiveColumn? FindColumn(string name) =>
        Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The table, or null when there is none of that name.</summary>
    /// <exception cref="StoreException">It is a view or a virtual table.</exception>
    public static async Task<LiveTable?> FindAsync(SqliteConnection connection, string name, CancellationToken cancellationToken)
    {
        // Asked by name, the pragma finds it without listing the others: a database may have hundreds.
        var found = await connection.ListAsync(
            "SELECT name, type, wr FROM pragma_table_list($1) WHERE schema = 'main'",
            static row => (Name: row.GetString(0), Type: row.GetString(1), WithoutRowid: row.GetInt64(2) != 0),
            cancellationToken,
            name);
        if (found.Count == 0)
        {
            return null;
        }

        var table = found[0];
        if (table.Type != "table")
        {
            throw new StoreException(
                SqliteErrors.NoRebuild,
                $"'{name}' is a {table.Type}, not a table: the operations on tables don't apply to it.",
                "Change it with RunSql.");
        }

        var columns = await connection.ListAsync(
            "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo($1) ORDER BY cid",
            static row => new LiveColumn(row.GetString(0), row.GetString(1), row.GetInt64(2) != 0, row.GetInt32(3), row.GetInt32(4) is 2 or 3),
            cancellationToken,
            table.Name);
        var sql = await connection.TextAsync("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = $1", cancellationToken, table.Name);
        return new LiveTable { Name = table.Name, Sql = sql!, Columns = columns, HiddenRowid = table.WithoutRowid ? null : HiddenRowidOf(columns) };
    }

    /// <summary>The table.</summary>
    /// <exception cref="StoreException">There is none of that name, or it is a view or a virtual table.</exception>
    public static async Task<LiveTable> GetAsync(SqliteConnection connection, string name, CancellationToken cancellationToken) =>
        await FindAsync(connection, name, cancellationToken) ?? throw LiveFault.TableMissing(name, connection.DataSource);

    private static string? HiddenRowidOf(List<LiveColumn> columns)
    {
        // A single key of exactly this type is the rowid itself (https://www.sqlite.org/lang_createtable.html#rowid).
        var keys = columns.Where(static column => column.KeyPosition > 0).ToList();
        if (keys.Count == 1 && keys[0].Type.Equals("INTEGER", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return RowidNames.FirstOrDefault(name => !columns.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
    }
}
