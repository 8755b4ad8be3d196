using DocMigrate.History;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.History;

/// <summary>The journal as a table of a SQLite database.</summary>
internal sealed class SqliteJournal(SqliteDatabase database) : IStoreJournal
{
    private int _ensuredAfterRollbacks = -1;

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(string store, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<JournalEntry>>(
            async connection =>
                connection is not null && await HistoryTables.ExistsAsync(connection, "_docmigrate_journal", database.Path, cancellationToken)
                    ? await ReadAsync(connection, store, cancellationToken)
                    : [],
            cancellationToken);

    public Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            // Written with every chunk of long work: the tables are looked at once, and again after a rollback may have taken them away.
            if (_ensuredAfterRollbacks != database.Rollbacks)
            {
                await HistoryTables.EnsureAsync(connection, database.Path, cancellationToken);
                _ensuredAfterRollbacks = database.Rollbacks;
            }

            await connection.ExecuteAsync(
                """
                INSERT INTO _docmigrate_meta (key, value) SELECT 'store_id:' || $1, lower(hex(randomblob(16)))
                WHERE NOT EXISTS (SELECT 1 FROM _docmigrate_meta WHERE key = 'store_id:' || $1)
                """,
                cancellationToken,
                entry.Store);
            await connection.ExecuteAsync(
                """
                INSERT INTO _docmigrate_journal
                    (store, module, name, dependencies, hash, direction, status, operations, progress, undo, started_at, updated_at, tool_version, replaces)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                ON CONFLICT (store, module, name) DO UPDATE SET
                    dependencies = excluded.dependencies, hash = excluded.hash, direction = excluded.direction, status = excluded.status,
                    operations = excluded.operations, progress = excluded.progress, undo = excluded.undo, started_at = excluded.started_at,
                    updated_at = excluded.updated_at, tool_version = excluded.tool_version, replaces = excluded.replaces
                """,
                cancellationToken,
                entry.Store,
                entry.Migration.Module,
                entry.Migration.Name,
                HistoryText.Of(entry.Dependencies),
                entry.Hash,
                HistoryText.Of(entry.Direction),
                HistoryText.Of(entry.Status),
                entry.Operations,
                HistoryText.Of(entry.Progress),
                HistoryText.Of(entry.Undo),
                HistoryText.Of(entry.StartedAt),
                HistoryText.Of(entry.UpdatedAt),
                entry.ToolVersion,
                HistoryText.Of(entry.Replaces));
        },
        cancellationToken);

    public Task DeleteAsync(MigrationId migration, string store, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await HistoryTables.EnsureAsync(connection, database.Path, cancellationToken);
            await connection.ExecuteAsync(
                "DELETE FROM _docmigrate_journal WHERE store = $1 AND module = $2 AND name = $3", cancellationToken, store, migration.Module, migration.Name);
        },
        cancellationToken);

    private static Task<List<JournalEntry>> ReadAsync(SqliteConnection connection, string store, CancellationToken cancellationToken) =>
        connection.ListAsync(
            """
            SELECT module, name, store, dependencies, hash, direction, status, operations, progress, undo, started_at, updated_at, tool_version, replaces
            FROM _docmigrate_journal WHERE store = $1 ORDER BY id
            """,
            static row => new JournalEntry
            {
                Migration = new MigrationId(row.GetString(0), row.GetString(1)),
                Store = row.GetString(2),
                Dependencies = HistoryText.Dependencies(row.GetString(3)),
                Hash = row.GetString(4),
                Direction = HistoryText.Enumeration<Direction>(row.GetString(5)),
                Status = HistoryText.Enumeration<MigrationStatus>(row.GetString(6)),
                Operations = row.GetString(7),
                Progress = HistoryText.ProgressOrNull(row.GetString(8)) ?? new StepProgress(),
                Undo = HistoryText.ProgressOrNull(row.Text(9)),
                StartedAt = HistoryText.Time(row.GetString(10)),
                UpdatedAt = HistoryText.Time(row.GetString(11)),
                ToolVersion = row.GetString(12),
                Replaces = HistoryText.Dependencies(row.GetString(13)),
            },
            cancellationToken,
            store);
}
