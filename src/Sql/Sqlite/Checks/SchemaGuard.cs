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
        var views = new List<string>();
        var triggered = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (type, name, table) in await _connection.ListAsync(
            "SELECT type, name, tbl_name FROM sqlite_schema WHERE type IN ('view', 'trigger') ORDER BY name",
            static row => (row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellationToken))
        {
            if (type == "view")
            {
                views.Add(name);
            }
            else
            {
                triggered.Add(table);
            }
        }

        Dictionary<string, string> broken = [];
        foreach (var view in views)
        {
            await TryAsync($"view '{view}'", $"SELECT * FROM {SqliteName.Quote(view)} LIMIT 0", broken, cancellationToken);
        }

        // A trigger is compiled with the statement that fires it.
        foreach (var table in triggered)
        {
            var column = await _connection.TextAsync("SELECT name FROM pragma_table_xinfo($1) WHERE hidden = 0 LIMIT 1", cancellationToken, table);
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
