using DocMigrate.History;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.History;

/// <summary>The ledger as tables of a SQLite database.</summary>
internal sealed class SqliteLedger(SqliteDatabase database) : IMigrationLedger
{
    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync("_docmigrate_ledger", connection => ReadEntriesAsync(connection, cancellationToken), cancellationToken);

    public Task WriteAsync(LedgerEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await HistoryTables.EnsureAsync(connection, database.Path, cancellationToken);
            await connection.ExecuteAsync(
                """
                INSERT INTO _docmigrate_ledger
                    (position, module, name, dependencies, hash, status, direction, started_at, applied_at, actor, tool_version, replaces)
                VALUES (nullif($1, 0), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                ON CONFLICT (module, name) DO UPDATE SET
                    dependencies = excluded.dependencies, hash = excluded.hash, status = excluded.status, direction = excluded.direction,
                    started_at = excluded.started_at, applied_at = excluded.applied_at, actor = excluded.actor, tool_version = excluded.tool_version,
                    replaces = excluded.replaces
                """,
                cancellationToken,
                entry.Order,
                entry.Migration.Module,
                entry.Migration.Name,
                HistoryText.Of(entry.Dependencies),
                entry.Hash,
                HistoryText.Of(entry.Status),
                HistoryText.Of(entry.Direction),
                HistoryText.Of(entry.StartedAt),
                HistoryText.Of(entry.AppliedAt),
                entry.Actor,
                entry.ToolVersion,
                HistoryText.Of(entry.Replaces));
            await WritePartsAsync(connection, entry, cancellationToken);
        },
        cancellationToken);

    public Task DeleteAsync(MigrationId migration, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await HistoryTables.EnsureAsync(connection, database.Path, cancellationToken);
            await connection.ExecuteAsync(
                "DELETE FROM _docmigrate_ledger_part WHERE ledger_position = (SELECT position FROM _docmigrate_ledger WHERE module = $1 AND name = $2)",
                cancellationToken,
                migration.Module,
                migration.Name);
            await connection.ExecuteAsync(
                "DELETE FROM _docmigrate_ledger WHERE module = $1 AND name = $2", cancellationToken, migration.Module, migration.Name);
        },
        cancellationToken);

    public Task AppendAsync(HistoryEvent historyEvent, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await HistoryTables.EnsureAsync(connection, database.Path, cancellationToken);
            await connection.ExecuteAsync(
                "INSERT INTO _docmigrate_event (at, module, name, store, status, direction, actor, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                cancellationToken,
                HistoryText.Of(historyEvent.At),
                historyEvent.Migration.Module,
                historyEvent.Migration.Name,
                historyEvent.Store,
                HistoryText.Of(historyEvent.Status),
                HistoryText.Of(historyEvent.Direction),
                historyEvent.Actor,
                historyEvent.Detail);
        },
        cancellationToken);

    public Task<IReadOnlyList<HistoryEvent>> ReadEventsAsync(CancellationToken cancellationToken) => ReadAsync(
        "_docmigrate_event",
        connection => connection.ListAsync(
            "SELECT at, module, name, store, status, direction, actor, detail FROM _docmigrate_event ORDER BY id",
            static row => new HistoryEvent
            {
                At = HistoryText.Time(row.GetString(0)),
                Migration = new MigrationId(row.GetString(1), row.GetString(2)),
                Store = row.Text(3),
                Status = HistoryText.Enumeration<MigrationStatus>(row.GetString(4)),
                Direction = HistoryText.Enumeration<Direction>(row.GetString(5)),
                Actor = row.GetString(6),
                Detail = row.Text(7),
            },
            cancellationToken),
        cancellationToken);

    private static async Task<List<LedgerEntry>> ReadEntriesAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var parts = await ReadPartsAsync(connection, cancellationToken);
        return await connection.ListAsync(
            """
            SELECT position, module, name, dependencies, hash, status, direction, started_at, applied_at, actor, tool_version, replaces
            FROM _docmigrate_ledger ORDER BY position
            """,
            row => new LedgerEntry
            {
                Order = row.GetInt64(0),
                Migration = new MigrationId(row.GetString(1), row.GetString(2)),
                Dependencies = HistoryText.Dependencies(row.GetString(3)),
                Hash = row.GetString(4),
                Status = HistoryText.Enumeration<MigrationStatus>(row.GetString(5)),
                Direction = HistoryText.Enumeration<Direction>(row.GetString(6)),
                StartedAt = HistoryText.Time(row.GetString(7)),
                AppliedAt = HistoryText.TimeOrNull(row.Text(8)),
                Actor = row.GetString(9),
                ToolVersion = row.GetString(10),
                Replaces = HistoryText.Dependencies(row.GetString(11)),
                Parts = parts[row.GetInt64(0)].ToValueList(),
            },
            cancellationToken);
    }


    private static async Task<ILookup<long, LedgerPart>> ReadPartsAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var parts = await connection.ListAsync(
            """
            SELECT ledger_position, store, status, operations, scanned, changed, quarantined, shadowed, error
            FROM _docmigrate_ledger_part ORDER BY ledger_position, part
            """,
            static row => (Position: row.GetInt64(0), Part: new LedgerPart
            {
                Store = row.GetString(1),
                Status = HistoryText.Enumeration<MigrationStatus>(row.GetString(2)),
                Operations = row.GetString(3),
                Counts = new StepCounts(row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7)),
                Error = row.Text(8),
            }),
            cancellationToken);
        return parts.ToLookup(static item => item.Position, static item => item.Part);
    }

    private static async Task WritePartsAsync(SqliteConnection connection, LedgerEntry entry, CancellationToken cancellationToken)
    {
        var position = await connection.CountAsync(
            "SELECT position FROM _docmigrate_ledger WHERE module = $1 AND name = $2", cancellationToken, entry.Migration.Module, entry.Migration.Name);
        await connection.ExecuteAsync("DELETE FROM _docmigrate_ledger_part WHERE ledger_position = $1", cancellationToken, position);
        for (var i = 0; i < entry.Parts.Count; i++)
        {
            var part = entry.Parts[i];
            await connection.ExecuteAsync(
                """
                INSERT INTO _docmigrate_ledger_part
                    (ledger_position, part, store, status, operations, scanned, changed, quarantined, shadowed, error)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """,
                cancellationToken,
                position,
                i,
                part.Store,
                HistoryText.Of(part.Status),
                part.Operations,
                part.Counts.Scanned,
                part.Counts.Changed,
                part.Counts.Quarantined,
                part.Counts.Shadowed,
                part.Error);
        }
    }

    private Task<IReadOnlyList<T>> ReadAsync<T>(
        string table, Func<SqliteConnection, Task<List<T>>> read, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<T>>(
            async connection => connection is not null && await HistoryTables.ExistsAsync(connection, table, database.Path, cancellationToken)
                ? await read(connection)
                : [],
            cancellationToken);
}
