using System.Globalization;
using System.Text.Json;
using DocMigrate.Backends;
using DocMigrate.Keeping;
using DocMigrate.Planning;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>
/// Where values go that an operation takes away, so that the opposite direction brings them back. What is kept is a plain copy, neither child
/// nor parent of any foreign key: an application must not stumble over rows that it can't see.
/// </summary>
internal sealed class AsideStore(SqlSession session, PlanStep step)
{
    private readonly string _table = session.Naming.Of("aside");

    private string Create => $"""
        CREATE TABLE IF NOT EXISTS {_table} (
            id INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            module TEXT NOT NULL,
            migration TEXT NOT NULL,
            operation INTEGER NOT NULL,
            direction TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            data_table TEXT)
        """;

    /// <summary>How many values or rows are kept for a migration.</summary>
    public static async Task<long> CountAsync(
        SqliteConnection connection, TableNaming naming, string store, MigrationId migration, CancellationToken cancellationToken)
    {
        if (await connection.CountAsync("SELECT count(*) FROM pragma_table_list($1) WHERE schema = 'main'", cancellationToken, naming.Of("aside")) == 0)
        {
            return 0;
        }

        var tables = await connection.ListAsync(
            $"SELECT data_table FROM {naming.Of("aside")} WHERE store = $1 AND module = $2 AND migration = $3 AND data_table IS NOT NULL",
            static row => row.GetString(0), cancellationToken, store, migration.Module, migration.Name);
        var rows = 0L;
        foreach (var table in tables)
        {
            rows += await connection.CountAsync($"SELECT count(*) FROM {table}", cancellationToken);
        }

        return rows;
    }

    /// <summary>What is kept, by migration, operation and direction; what has no rows is left out.</summary>
    public static async Task<IReadOnlyList<KeptAside>> ListAsync(SqliteConnection connection, TableNaming naming, string store, CancellationToken cancellationToken)
    {
        if (await connection.CountAsync("SELECT count(*) FROM pragma_table_list($1) WHERE schema = 'main'", cancellationToken, naming.Of("aside")) == 0)
        {
            return [];
        }

        var entries = await connection.ListAsync(
            $"SELECT module, migration, operation, direction, data_table FROM {naming.Of("aside")} WHERE store = $1 AND data_table IS NOT NULL ORDER BY module, migration, id",
            row => (
                Kept: new KeptAside(store, new MigrationId(row.GetString(0), row.GetString(1)), row.GetInt32(2), Enum.Parse<Direction>(row.GetString(3)), 0, null),
                Table: row.GetString(4)),
            cancellationToken,
            store);
        var kept = new List<KeptAside>();
        foreach (var (entry, table) in entries)
        {
            var rows = await connection.CountAsync($"SELECT count(*) FROM {table}", cancellationToken);
            if (rows > 0)
            {
                kept.Add(entry with { Values = rows });
            }
        }

        return kept;
    }

    /// <summary>Deletes the rows that are kept for a migration; the way back finds what it looks for, and nothing in it.</summary>
    /// <returns>How many.</returns>
    public static async Task<long> PurgeAsync(
        SqliteConnection connection, TableNaming naming, string store, MigrationId migration, CancellationToken cancellationToken)
    {
        var tables = await connection.ListAsync(
            $"SELECT data_table FROM {naming.Of("aside")} WHERE store = $1 AND module = $2 AND migration = $3 AND data_table IS NOT NULL",
            static row => row.GetString(0), cancellationToken, store, migration.Module, migration.Name);
        var rows = 0L;
        foreach (var table in tables)
        {
            rows += await connection.ExecuteAsync($"DELETE FROM {table}", cancellationToken);
        }

        return rows;
    }

    /// <summary>What the opposite direction of an operation kept, or null.</summary>
    public async Task<AsideEntry?> FindAsync(PlannedOperation operation, CancellationToken cancellationToken)
    {
        if (await session.Connection.CountAsync("SELECT count(*) FROM pragma_table_list($1) WHERE schema = 'main'", cancellationToken, _table) == 0)
        {
            return null;
        }

        var opposite = step.Direction == Direction.Forward ? Direction.Backward : Direction.Forward;
        var found = await session.Connection.ListAsync(
            $"""
            SELECT id, data_table, detail FROM {_table}
            WHERE store = $1 AND module = $2 AND migration = $3 AND operation = $4 AND direction = $5 ORDER BY id DESC LIMIT 1
            """,
            static row => new AsideEntry(row.GetInt64(0), row.Text(1), JsonSerializer.Deserialize<AsideDetail>(row.GetString(2))!),
            cancellationToken,
            step.Store,
            step.Migration.Module,
            step.Migration.Name,
            operation.Index,
            opposite.ToString());
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Keeps the rows of a query aside, or only the detail when the query is null.</summary>
    /// <returns>What was kept.</returns>
    public async Task<AsideEntry> KeepAsync(
        PlannedOperation operation, string subject, AsideDetail detail, string? query, CancellationToken cancellationToken)
    {
        await session.RunAsync(Create, cancellationToken);
        var id = await session.Connection.CountAsync($"SELECT coalesce(max(id), 0) + 1 FROM {_table}", cancellationToken);
        var number = id.ToString(CultureInfo.InvariantCulture);
        var table = query is null ? null : $"{_table}_{number}";
        string[] values =
        [
            number,
            SqliteName.Text(step.Store),
            SqliteName.Text(step.Migration.Module),
            SqliteName.Text(step.Migration.Name),
            operation.Index.ToString(CultureInfo.InvariantCulture),
            SqliteName.Text(step.Direction.ToString()),
            SqliteName.Text(subject),
            SqliteName.Text(JsonSerializer.Serialize(detail)),
            table is null ? "NULL" : SqliteName.Text(table),
        ];
        await session.RunAsync(
            $"INSERT INTO {_table} (id, store, module, migration, operation, direction, subject, detail, data_table) VALUES ({string.Join(", ", values)})",
            cancellationToken);
        if (table is not null)
        {
            // The columns of such a table get the affinities of what is selected, so no value changes (https://www.sqlite.org/lang_createtable.html#ctas).
            await session.RunAsync($"CREATE TABLE {table} AS {query}", cancellationToken);
        }

        return new AsideEntry(id, table, detail);
    }

    /// <summary>Forgets what was brought back.</summary>
    public async Task RemoveAsync(AsideEntry entry, CancellationToken cancellationToken)
    {
        if (entry.DataTable is { } table)
        {
            await session.RunAsync($"DROP TABLE {table}", cancellationToken);
        }

        await session.RunAsync($"DELETE FROM {_table} WHERE id = {entry.Id.ToString(CultureInfo.InvariantCulture)}", cancellationToken);
    }
}
