using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.History;
using DocMigrate.Running;

namespace DocMigrate.Sql.History;

/// <summary>The ledger as tables of a SQL database.</summary>
/// <param name="tables">The tables.</param>
public abstract class SqlLedger(HistoryTables tables) : IMigrationLedger
{
    private const string HistoryId = "history_id";
    private const string KnownStore = "known_store:";

    // The character after the colon ends the range: so the key's index is used.
    private const string IsKnownStore = "key > 'known_store:' AND key < 'known_store;'";

    private readonly string _write = $"""
        INSERT INTO {tables.Ledger}
            (position, module, name, dependencies, hash, status, direction, started_at, applied_at, actor, tool_version, replaces, fence)
        VALUES (coalesce(nullif($1, 0), (SELECT coalesce(max(position), 0) + 1 FROM {tables.Ledger})), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (module, name) DO UPDATE SET
            dependencies = excluded.dependencies, hash = excluded.hash, status = excluded.status, direction = excluded.direction,
            started_at = excluded.started_at, applied_at = excluded.applied_at, actor = excluded.actor, tool_version = excluded.tool_version,
            replaces = excluded.replaces, fence = excluded.fence
        RETURNING position
        """;

    private readonly string _writePart = $"""
        INSERT INTO {tables.Part} (ledger_position, part, store, status, operations, scanned, changed, quarantined, shadowed, error, pass, late)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    private readonly string _deleteParts = $"DELETE FROM {tables.Part} WHERE ledger_position = $1";

    private readonly string _append =
        $"INSERT INTO {tables.Event} (at, module, name, store, status, direction, actor, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(CancellationToken cancellationToken) =>
        tables.ReadAsync(async session => (IReadOnlyList<LedgerEntry>)await ReadEntriesAsync(session, cancellationToken), [], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(CancellationToken cancellationToken) => tables.ReadAsync(
        session => HistoryTables.AppliedAsync(session, $"FROM {tables.Ledger}", [], cancellationToken), [], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ReadOperationsAsync(MigrationId migration, CancellationToken cancellationToken) => tables.ReadAsync(
        async session =>
        {
            var parts = await session.ListAsync(
                $"SELECT store, operations FROM {tables.Part} WHERE ledger_position = (SELECT position FROM {tables.Ledger} WHERE module = $1 AND name = $2)",
                static row => (Store: row.Text(0), Operations: row.Text(1)),
                [migration.Module, migration.Name],
                cancellationToken);
            return (IReadOnlyDictionary<string, string>)parts.ToDictionary(static part => part.Store, static part => part.Operations, StringComparer.Ordinal);
        },
        new Dictionary<string, string>(),
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(LedgerEntry entry, CancellationToken cancellationToken) => tables.WriteAsync(
        async session =>
        {
            var position = await session.ScalarAsync(
                _write,
                [
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
                    tables.Database.Fence ?? entry.Fence,
                ],
                cancellationToken);
            var kept = entry.Parts.Any(static part => part.Operations is null) ? await ReadOperationsAsync(entry.Migration, cancellationToken) : null;
            await WritePartsAsync(session, Convert.ToInt64(position, CultureInfo.InvariantCulture), entry.Parts, kept, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(MigrationId migration, CancellationToken cancellationToken) => tables.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(
                $"DELETE FROM {tables.Part} WHERE ledger_position = (SELECT position FROM {tables.Ledger} WHERE module = $1 AND name = $2)",
                [migration.Module, migration.Name],
                cancellationToken);
            await session.ExecuteAsync(
                $"DELETE FROM {tables.Ledger} WHERE module = $1 AND name = $2", [migration.Module, migration.Name], cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task AppendAsync(HistoryEvent historyEvent, CancellationToken cancellationToken)
    {
        // The columns of a migration can't be null since format 1; what is about none leaves them empty.
        object?[] values =
        [
            HistoryText.Of(historyEvent.At),
            historyEvent.Migration?.Module ?? "",
            historyEvent.Migration?.Name ?? "",
            historyEvent.Store,
            historyEvent.Status is { } status ? HistoryText.Of(status) : "",
            historyEvent.Direction is { } direction ? HistoryText.Of(direction) : "",
            historyEvent.Actor,
            historyEvent.Detail,
        ];
        return tables.WriteAsync(session => session.ExecuteAsync(_append, values, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEvent>> ReadEventsAsync(CancellationToken cancellationToken) => tables.ReadAsync(
        async session => (IReadOnlyList<HistoryEvent>)await session.ListAsync(
            $"SELECT at, module, name, store, status, direction, actor, detail FROM {tables.Event} ORDER BY id",
            static row => new HistoryEvent
            {
                At = HistoryText.Time(row.Text(0)),
                Migration = row.Text(1) is { Length: > 0 } module ? new MigrationId(module, row.Text(2)) : null,
                Store = row.TextOrNull(3),
                Status = row.Text(4) is { Length: > 0 } status ? HistoryText.Enumeration<MigrationStatus>(status) : null,
                Direction = row.Text(5) is { Length: > 0 } direction ? HistoryText.Enumeration<Direction>(direction) : null,
                Actor = row.Text(6),
                Detail = row.TextOrNull(7),
            },
            [],
            cancellationToken),
        [],
        cancellationToken);

    /// <inheritdoc/>
    public Task<HistoryIdentity?> ReadIdentityAsync(CancellationToken cancellationToken) => tables.ReadAsync(
        async session =>
        {
            if (await tables.ReadMetaAsync(session, HistoryId, cancellationToken) is not { } id)
            {
                return null;
            }

            var stores = await session.ListAsync(
                $"SELECT substr(key, {KnownStore.Length + 1}), value FROM {tables.Meta} WHERE {IsKnownStore} ORDER BY key",
                static row => new KnownStore(row.Text(0), row.Text(1)),
                [],
                cancellationToken);
            return new HistoryIdentity(id, stores.ToValueList());
        },
        null,
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteIdentityAsync(HistoryIdentity identity, CancellationToken cancellationToken) => tables.WriteAsync(
        async session =>
        {
            await tables.WriteMetaAsync(session, HistoryId, identity.Id, cancellationToken);
            await session.ExecuteAsync($"DELETE FROM {tables.Meta} WHERE {IsKnownStore}", [], cancellationToken);
            foreach (var known in identity.Stores)
            {
                await tables.WriteMetaAsync(session, KnownStore + known.Store, known.Id, cancellationToken);
            }
        },
        cancellationToken);

    private async Task<List<LedgerEntry>> ReadEntriesAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        var parts = await ReadPartsAsync(session, cancellationToken);
        return await session.ListAsync(
            $"""
            SELECT position, module, name, dependencies, hash, status, direction, started_at, applied_at, actor, tool_version,
                {tables.Since(2, "replaces", "'[]'")}, {tables.Since(2, "fence", "0")}
            FROM {tables.Ledger} ORDER BY position
            """,
            row => new LedgerEntry
            {
                Order = row.Number(0),
                Migration = new MigrationId(row.Text(1), row.Text(2)),
                Dependencies = HistoryText.Dependencies(row.Text(3)),
                Hash = row.Text(4),
                Status = HistoryText.Enumeration<MigrationStatus>(row.Text(5)),
                Direction = HistoryText.Enumeration<Direction>(row.Text(6)),
                StartedAt = HistoryText.Time(row.Text(7)),
                AppliedAt = HistoryText.TimeOrNull(row.TextOrNull(8)),
                Actor = row.Text(9),
                ToolVersion = row.Text(10),
                Replaces = HistoryText.Dependencies(row.Text(11)),
                Fence = row.Number(12),
                Parts = parts[row.Number(0)].ToValueList(),
            },
            [],
            cancellationToken);
    }

    private async Task<ILookup<long, LedgerPart>> ReadPartsAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        var parts = await session.ListAsync(
            $"SELECT ledger_position, store, status, scanned, changed, quarantined, shadowed, error, {tables.Since(3, "pass", "'[]'")}, {tables.Since(3, "late", "0")} "
            + $"FROM {tables.Part} ORDER BY ledger_position, part",
            static row => (Position: row.Number(0), Part: new LedgerPart
            {
                Store = row.Text(1),
                Status = HistoryText.Enumeration<MigrationStatus>(row.Text(2)),
                Counts = new StepCounts(row.Number(3), row.Number(4), row.Number(5), row.Number(6), row.Number(9)),
                Error = row.TextOrNull(7),
                Pass = HistoryText.Dependencies(row.Text(8)),
            }),
            [],
            cancellationToken);
        return parts.ToLookup(static item => item.Position, static item => item.Part);
    }

    private async Task WritePartsAsync(
        ISqlSession session, long position, ValueList<LedgerPart> parts, IReadOnlyDictionary<string, string>? kept, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(_deleteParts, [position], cancellationToken);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            await session.ExecuteAsync(
                _writePart,
                [
                    position,
                    (long)i,
                    part.Store,
                    HistoryText.Of(part.Status),
                    part.Operations ?? kept!.GetValueOrDefault(part.Store, "[]"),
                    part.Counts.Scanned,
                    part.Counts.Changed,
                    part.Counts.Quarantined,
                    part.Counts.Shadowed,
                    part.Error,
                    HistoryText.Of(part.Pass),
                    part.Counts.Late,
                ],
                cancellationToken);
        }
    }
}
