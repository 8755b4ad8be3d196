using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Checks;

/// <summary>Holds that a step breaks no view and no trigger: SQLite itself would say so only when somebody uses them.</summary>
internal sealed class SchemaGuard
{
    private readonly SqliteConnection _connection;

    private SchemaGuard(SqliteConnection connection) => _connection = connection;

    private Dictionary<string, string> Before { get; init; } = [];

    public static async Task<SchemaGuard> BeginAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        new(connection) { Before = await new SchemaGuard(connection).FindBrokenAsync(cancellationToken) };

    /// <exception cref="StoreException">One is broken that was not.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var now = await FindBrokenAsync(cancellationToken);
        var broken = now.Where(item => !Before.ContainsKey(item.Key)).OrderBy(static item => item.Key, StringComparer.Ordinal).ToList();
        if (broken.Count > 0)
        {
            throw new StoreException(
                SqliteErrors.Dependants,
                $"This step would break {string.Join("; ", broken.Select(static item => $"{item.Key} ({item.Value})"))}.",
                "Drop it with RunSql before the change and make it again after, in the same migration. Nothing was changed.");
        }
    }

    private async Task<Dictionary<string, string>> FindBrokenAsync(CancellationToken cancellationToken)
    {
        var views = await _connection.ListAsync(
            "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name", static row => row.GetString(0), cancellationToken);
        Dictionary<string, string> broken = [];
        foreach (var view in views)
        {
            await TryAsync($"view '{view}'", $"SELECT * FROM {SqliteName.Quote(view)} LIMIT 0", broken, cancellationToken);
        }

        // A trigger is compiled with the statement that fires it.
        var triggers = await _connection.ListAsync(
            """
            SELECT DISTINCT stored.tbl_name, (SELECT name FROM pragma_table_xinfo(stored.tbl_name) WHERE hidden = 0 LIMIT 1)
            FROM sqlite_schema AS stored WHERE stored.type = 'trigger' ORDER BY stored.tbl_name
            """,
            static row => (Table: row.GetString(0), Column: row.Text(1)),
            cancellationToken);
        foreach (var (table, column) in triggers)
        {
            var name = SqliteName.Quote(table);
            await TryAsync($"the insert triggers of '{table}'", $"EXPLAIN INSERT INTO {name} DEFAULT VALUES", broken, cancellationToken);
            await TryAsync($"the delete triggers of '{table}'", $"EXPLAIN DELETE FROM {name}", broken, cancellationToken);
            if (column is not null)
            {
                var quoted = SqliteName.Quote(column);
                await TryAsync($"the update triggers of '{table}'", $"EXPLAIN UPDATE {name} SET {quoted} = {quoted}", broken, cancellationToken);
            }
        }

        return broken;
    }

    private async Task TryAsync(string subject, string sql, Dictionary<string, string> broken, CancellationToken cancellationToken)
    {
        try
        {
            await _connection.ExecuteAsync(sql, cancellationToken);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            broken[subject] = error.Message;
        }
    }
}
