using DocMigrate.History;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.History;

/// <summary>The ledger as tables of a SQLite database.</summary>
internal sealed class SqliteLedger(SqliteDatabase database, HistoryTables tables) : IMigrationLedger
{
    private const string HistoryId = "history_id";
    private const string KnownStore = "known_store:";

    // The character after the colon ends the range: so the key's index is used.
    private const string IsKnownStore = "key > 'known_store:' AND key < 'known_store;'";

    private readonly string _write = $"""
        INSERT INTO {tables.Ledger}
            (position, module, name, dependencies, hash, status, direction, started_at, applied_at, actor, tool_version, replaces, fence)
        VALUES (nullif($1, 0), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (module, name) DO UPDATE SET
            dependencies = excluded.dependencies, hash = excluded.hash, status = excluded.status, direction = excluded.direction,
            started_at = excluded.started_at, applied_at = excluded.applied_at, actor = excluded.actor, tool_version = excluded.tool_version,
            replaces = excluded.replaces, fence = excluded.fence
        RETURNING position
        """;

    private readonly string _writePart = $"""
        INSERT INTO {tables.Part} (ledger_position, part, store, status, operations, scanned, changed, quarantined, shadowed, error, pass)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    private readonly string _deleteParts = $"DELETE FROM {tables.Part} WHERE ledger_position = $1";

    private readonly string _append =
        $"INSERT INTO {tables.Event} (at, module, name, store, status, direction, actor, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync(async connection => (IReadOnlyList<LedgerEntry>)await ReadEntriesAsync(connection, cancellationToken), [], cancellationToken);

    public Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(CancellationToken cancellationToken) => ReadAsync(
        connection => HistoryTables.AppliedAsync(connection, $"FROM {tables.Ledger}", cancellationToken), [], cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ReadOperationsAsync(MigrationId migration, CancellationToken cancellationToken) => ReadAsync(
        async connection =>
        {
            var parts = await connection.ListAsync(
                $"SELECT store, operations FROM {tables.Part} WHERE ledger_position = (SELECT position FROM {tables.Ledger} WHERE module = $1 AND name = $2)",
                static row => (Store: row.GetString(0), Operations: row.GetString(1)),
                cancellationToken,
                migration.Module,
                migration.Name);
            return (IReadOnlyDictionary<string, string>)parts.ToDictionary(static part => part.Store, static part => part.Operations, StringComparer.Ordinal);
        },
        new Dictionary<string, string>(),
        cancellationToken);

    public Task WriteAsync(LedgerEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await tables.EnsureAsync(connection, cancellationToken);
            var position = await connection.CountAsync(
                _write,
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
                HistoryText.Of(entry.Replaces),
                database.Fence ?? entry.Fence);
            var kept = entry.Parts.Any(static part => part.Operations is null) ? await ReadOperationsAsync(entry.Migration, cancellationToken) : null;
            await WritePartsAsync(connection, position, entry.Parts, kept, cancellationToken);
        },
        cancellationToken);

    public Task DeleteAsync(MigrationId migration, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await tables.EnsureAsync(connection, cancellationToken);
            await connection.ExecuteAsync(
                $"DELETE FROM {tables.Part} WHERE ledger_position = (SELECT position FROM {tables.Ledger} WHERE module = $1 AND name = $2)",
                cancellationToken,
                migration.Module,
                migration.Name);
            await connection.ExecuteAsync(
                $"DELETE FROM {tables.Ledger} WHERE module = $1 AND name = $2", cancellationToken, migration.Module, migration.Name);
        },
        cancellationToken);

    public Task AppendAsync(HistoryEvent historyEvent, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            // The columns of a migration can't be null since format 1; what is about none leaves them empty.
            await tables.EnsureAsync(connection, cancellationToken);
            await connection.ExecuteAsync(
                _append,
                cancellationToken,
                HistoryText.Of(historyEvent.At),
                historyEvent.Migration?.Module ?? "",
                historyEvent.Migration?.Name ?? "",
                historyEvent.Store,
                historyEvent.Status is { } status ? HistoryText.Of(status) : "",
                historyEvent.Direction is { } direction ? HistoryText.Of(direction) : "",
                historyEvent.Actor,
                historyEvent.Detail);
        },
        cancellationToken);

    public Task<IReadOnlyList<HistoryEvent>> ReadEventsAsync(CancellationToken cancellationToken) => ReadAsync(
        async connection => (IReadOnlyList<HistoryEvent>)await connection.ListAsync(
            $"SELECT at, module, name, store, status, direction, actor, detail FROM {tables.Event} ORDER BY id",
            static row => new HistoryEvent
            {
                At = HistoryText.Time(row.GetString(0)),
                Migration = row.GetString(1) is { Length: > 0 } module ? new MigrationId(module, row.GetString(2)) : null,
                Store = row.Text(3),
                Status = row.GetString(4) is { Length: > 0 } status ? HistoryText.Enumeration<MigrationStatus>(status) : null,
                Direction = row.GetString(5) is { Length: > 0 } direction ? HistoryText.Enumeration<Direction>(direction) : null,
                Actor = row.GetString(6),
                Detail = row.Text(7),
            },
            cancellationToken),
        [],
        cancellationToken);

    public Task<HistoryIdentity?> ReadIdentityAsync(CancellationToken cancellationToken) => ReadAsync(
        async connection =>
        {
            if (await tables.ReadMetaAsync(connection, HistoryId, cancellationToken) is not { } id)
            {
                return null;
            }

            var stores = await connection.ListAsync(
                $"SELECT substr(key, {KnownStore.Length + 1}), value FROM {tables.Meta} WHERE {IsKnownStore} ORDER BY key",
                static row => new KnownStore(row.GetString(0), row.GetString(1)),
                cancellationToken);
            return new HistoryIdentity(id, stores.ToValueList());
        },
        null,
        cancellationToken);

    public Task WriteIdentityAsync(HistoryIdentity identity, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await tables.EnsureAsync(connection, cancellationToken);
            await tables.WriteMetaAsync(connection, HistoryId, identity.Id, cancellationToken);
            await connection.ExecuteAsync($"DELETE FROM {tables.Meta} WHERE {IsKnownStore}", cancellationToken);
            foreach (var known in identity.Stores)
            {
                await tables.WriteMetaAsync(connection, KnownStore + known.Store, known.Id, cancellationToken);
            }
        },
        cancellationToken);

    private async Task<List<LedgerEntry>> ReadEntriesAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var parts = await ReadPartsAsync(connection, cancellationToken);
        return await connection.ListAsync(
            $"""
            SELECT position, module, name, dependencies, hash, status, direction, started_at, applied_at, actor, tool_version,
                {tables.Since(2, "replaces", "'[]'")}, {tables.Since(2, "fence", "0")}
            FROM {tables.Ledger} ORDER BY position
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
                Fence = row.GetInt64(12),
                Parts = parts[row.GetInt64(0)].ToValueList(),
            },
            cancellationToken);
    }

    private async Task<ILookup<long, LedgerPart>> ReadPartsAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var parts = await connection.ListAsync(
            $"SELECT ledger_position, store, status, scanned, changed, quarantined, shadowed, error, {tables.Since(3, "pass", "'[]'")} "
            + $"FROM {tables.Part} ORDER BY ledger_position, part",
            static row => (Position: row.GetInt64(0), Part: new LedgerPart
            {
                Store = row.GetString(1),
                Status = HistoryText.Enumeration<MigrationStatus>(row.GetString(2)),
                Counts = new StepCounts(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)),
                Error = row.Text(7),
                Pass = HistoryText.Dependencies(row.GetString(8)),
            }),
            cancellationToken);
        return parts.ToLookup(static item => item.Position, static item => item.Part);
    }

    private async Task WritePartsAsync(
        SqliteConnection connection, long position, ValueList<LedgerPart> parts, IReadOnlyDictionary<string, string>? kept, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(_deleteParts, cancellationToken, position);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            await connection.ExecuteAsync(
                _writePart,
                cancellationToken,
                position,
                i,
                part.Store,
                HistoryText.Of(part.Status),
                part.Operations ?? kept!.GetValueOrDefault(part.Store, "[]"),
                part.Counts.Scanned,
                part.Counts.Changed,
                part.Counts.Quarantined,
                part.Counts.Shadowed,
                part.Error,
                HistoryText.Of(part.Pass));
        }
    }

    private Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> read, T otherwise, CancellationToken cancellationToken) => database.ReadAsync(
        async connection => connection is not null && await tables.ExistAsync(connection, cancellationToken) ? await read(connection) : otherwise,
        cancellationToken);
}
