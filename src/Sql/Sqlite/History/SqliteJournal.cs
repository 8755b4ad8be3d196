using DocMigrate.History;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.History;

/// <summary>The journal as a table of a SQLite database.</summary>
internal sealed class SqliteJournal(SqliteDatabase database, HistoryTables tables) : IStoreJournal
{
    private const string StoreId = "store_id:";
    private const string StoreHistory = "store_history:";

    private readonly string _write = $"""
        INSERT INTO {tables.Journal}
            (store, module, name, dependencies, hash, direction, status, stores, operations, progress, undo, started_at, updated_at, actor, error, tool_version, replaces,
                fence, pass)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, '[]'), $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        ON CONFLICT (store, module, name) DO UPDATE SET
            dependencies = excluded.dependencies, hash = excluded.hash, direction = excluded.direction, status = excluded.status, stores = excluded.stores,
            operations = coalesce($9, operations), progress = excluded.progress, undo = excluded.undo, started_at = excluded.started_at,
            updated_at = excluded.updated_at, actor = excluded.actor, error = excluded.error, tool_version = excluded.tool_version,
            replaces = excluded.replaces, fence = excluded.fence, pass = excluded.pass
        """;

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(string store, CancellationToken cancellationToken) =>
        ReadAsync(async connection => (IReadOnlyList<JournalEntry>)await ReadEntriesAsync(connection, store, cancellationToken), [], cancellationToken);

    public Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(string store, CancellationToken cancellationToken) => ReadAsync(
        connection => HistoryTables.AppliedAsync(connection, $"FROM {tables.Journal} WHERE store = $1", cancellationToken, store), [], cancellationToken);

    public Task<string?> ReadOperationsAsync(string store, MigrationId migration, CancellationToken cancellationToken) => ReadAsync(
        connection => connection.TextAsync(
            $"SELECT operations FROM {tables.Journal} WHERE store = $1 AND module = $2 AND name = $3", cancellationToken, store, migration.Module, migration.Name),
        null,
        cancellationToken);

    public Task<StoreIdentity?> ReadIdentityAsync(string store, CancellationToken cancellationToken) => ReadAsync(
        async connection => await tables.ReadMetaAsync(connection, StoreId + store, cancellationToken) is { } id
            ? new StoreIdentity(store, id, await tables.ReadMetaAsync(connection, StoreHistory + store, cancellationToken))
            : null,
        null,
        cancellationToken);

    public Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await tables.EnsureAsync(connection, cancellationToken);
            await connection.ExecuteAsync(
                _write,
                cancellationToken,
                entry.Store,
                entry.Migration.Module,
                entry.Migration.Name,
                HistoryText.Of(entry.Dependencies),
                entry.Hash,
                HistoryText.Of(entry.Direction),
                HistoryText.Of(entry.Status),
                HistoryText.Of(entry.Stores),
                entry.Operations,
                HistoryText.Of(entry.Progress),
                HistoryText.Of(entry.Undo),
                HistoryText.Of(entry.StartedAt),
                HistoryText.Of(entry.UpdatedAt),
                entry.Actor,
                entry.Error,
                entry.ToolVersion,
                HistoryText.Of(entry.Replaces),
                database.Fence ?? entry.Fence,
                HistoryText.Of(entry.Pass));
        },
        cancellationToken);

    public Task DeleteAsync(MigrationId migration, string store, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await tables.EnsureAsync(connection, cancellationToken);
            await connection.ExecuteAsync(
                $"DELETE FROM {tables.Journal} WHERE store = $1 AND module = $2 AND name = $3", cancellationToken, store, migration.Module, migration.Name);
        },
        cancellationToken);

    public Task WriteIdentityAsync(StoreIdentity identity, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await tables.EnsureAsync(connection, cancellationToken);
            await tables.WriteMetaAsync(connection, StoreId + identity.Store, identity.Id, cancellationToken);
            if (identity.History is { } history)
            {
                await tables.WriteMetaAsync(connection, StoreHistory + identity.Store, history, cancellationToken);
            }
        },
        cancellationToken);

    private Task<List<JournalEntry>> ReadEntriesAsync(SqliteConnection connection, string store, CancellationToken cancellationToken) =>
        connection.ListAsync(
            $"""
            SELECT module, name, dependencies, hash, direction, status, {tables.Since(2, "stores", "'[]'")}, progress, undo, started_at, updated_at,
                {tables.Since(2, "actor")}, {tables.Since(2, "error")}, tool_version, {tables.Since(2, "replaces", "'[]'")}, {tables.Since(2, "fence", "0")},
                {tables.Since(3, "pass", "'[]'")}
            FROM {tables.Journal} WHERE store = $1 ORDER BY id
            """,
            row => new JournalEntry
            {
                Migration = new MigrationId(row.GetString(0), row.GetString(1)),
                Store = store,
                Dependencies = HistoryText.Dependencies(row.GetString(2)),
                Hash = row.GetString(3),
                Direction = HistoryText.Enumeration<Direction>(row.GetString(4)),
                Status = HistoryText.Enumeration<MigrationStatus>(row.GetString(5)),
                Stores = HistoryText.Stores(row.GetString(6)),
                Progress = HistoryText.ProgressOrNull(row.GetString(7)) ?? new StepProgress(),
                Undo = HistoryText.ProgressOrNull(row.Text(8)),
                StartedAt = HistoryText.Time(row.GetString(9)),
                UpdatedAt = HistoryText.Time(row.GetString(10)),
                Actor = row.Text(11),
                Error = row.Text(12),
                ToolVersion = row.GetString(13),
                Replaces = HistoryText.Dependencies(row.GetString(14)),
                Fence = row.GetInt64(15),
                Pass = HistoryText.Dependencies(row.GetString(16)),
            },
            cancellationToken,
            store);

    private Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> read, T otherwise, CancellationToken cancellationToken) => database.ReadAsync(
        async connection => connection is not null && await tables.ExistAsync(connection, cancellationToken) ? await read(connection) : otherwise,
        cancellationToken);
}
