using DocMigrate.Backends;
using DocMigrate.History;
using DocMigrate.Running;

namespace DocMigrate.Sql.History;

/// <summary>The journal as a table of a SQL database.</summary>
/// <param name="tables">The tables.</param>
public abstract class SqlJournal(HistoryTables tables) : IStoreJournal
{
    private const string StoreId = "store_id:";
    private const string StoreHistory = "store_history:";

    private readonly string _write = $"""
        INSERT INTO {tables.Journal} AS entry
            (store, module, name, dependencies, hash, direction, status, stores, operations, progress, undo, started_at, updated_at, actor, error, tool_version, replaces,
                fence, pass)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, '[]'), $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        ON CONFLICT (store, module, name) DO UPDATE SET
            dependencies = excluded.dependencies, hash = excluded.hash, direction = excluded.direction, status = excluded.status, stores = excluded.stores,
            operations = coalesce($9, entry.operations), progress = excluded.progress, undo = excluded.undo, started_at = excluded.started_at,
            updated_at = excluded.updated_at, actor = excluded.actor, error = excluded.error, tool_version = excluded.tool_version,
            replaces = excluded.replaces, fence = excluded.fence, pass = excluded.pass
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(string store, CancellationToken cancellationToken) =>
        tables.ReadAsync(async session => (IReadOnlyList<JournalEntry>)await ReadEntriesAsync(session, store, cancellationToken), [], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(string store, CancellationToken cancellationToken) => tables.ReadAsync(
        session => HistoryTables.AppliedAsync(session, $"FROM {tables.Journal} WHERE store = $1", [store], cancellationToken), [], cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ReadOperationsAsync(string store, MigrationId migration, CancellationToken cancellationToken) => tables.ReadAsync(
        async session => (string?)await session.ScalarAsync(
            $"SELECT operations FROM {tables.Journal} WHERE store = $1 AND module = $2 AND name = $3", [store, migration.Module, migration.Name], cancellationToken),
        null,
        cancellationToken);

    /// <inheritdoc/>
    public Task<StoreIdentity?> ReadIdentityAsync(string store, CancellationToken cancellationToken) => tables.ReadAsync(
        async session => await tables.ReadMetaAsync(session, StoreId + store, cancellationToken) is { } id
            ? new StoreIdentity(store, id, await tables.ReadMetaAsync(session, StoreHistory + store, cancellationToken))
            : null,
        null,
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken) => tables.WriteAsync(
        session => session.ExecuteAsync(
            _write,
            [
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
                tables.Database.Fence ?? entry.Fence,
                HistoryText.Of(entry.Pass),
            ],
            cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(MigrationId migration, string store, CancellationToken cancellationToken) => tables.WriteAsync(
        session => session.ExecuteAsync(
            $"DELETE FROM {tables.Journal} WHERE store = $1 AND module = $2 AND name = $3", [store, migration.Module, migration.Name], cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteIdentityAsync(StoreIdentity identity, CancellationToken cancellationToken) => tables.WriteAsync(
        async session =>
        {
            await tables.WriteMetaAsync(session, StoreId + identity.Store, identity.Id, cancellationToken);
            if (identity.History is { } history)
            {
                await tables.WriteMetaAsync(session, StoreHistory + identity.Store, history, cancellationToken);
            }
        },
        cancellationToken);

    private Task<List<JournalEntry>> ReadEntriesAsync(ISqlSession session, string store, CancellationToken cancellationToken) =>
        session.ListAsync(
            $"""
            SELECT module, name, dependencies, hash, direction, status, {tables.Since(2, "stores", "'[]'")}, progress, undo, started_at, updated_at,
                {tables.Since(2, "actor")}, {tables.Since(2, "error")}, tool_version, {tables.Since(2, "replaces", "'[]'")}, {tables.Since(2, "fence", "0")},
                {tables.Since(3, "pass", "'[]'")}
            FROM {tables.Journal} WHERE store = $1 ORDER BY id
            """,
            row => new JournalEntry
            {
                Migration = new MigrationId(row.Text(0), row.Text(1)),
                Store = store,
                Dependencies = HistoryText.Dependencies(row.Text(2)),
                Hash = row.Text(3),
                Direction = HistoryText.Enumeration<Direction>(row.Text(4)),
                Status = HistoryText.Enumeration<MigrationStatus>(row.Text(5)),
                Stores = HistoryText.Stores(row.Text(6)),
                Progress = HistoryText.ProgressOrNull(row.Text(7)) ?? new StepProgress(),
                Undo = HistoryText.ProgressOrNull(row.TextOrNull(8)),
                StartedAt = HistoryText.Time(row.Text(9)),
                UpdatedAt = HistoryText.Time(row.Text(10)),
                Actor = row.TextOrNull(11),
                Error = row.TextOrNull(12),
                ToolVersion = row.Text(13),
                Replaces = HistoryText.Dependencies(row.Text(14)),
                Fence = row.Number(15),
                Pass = HistoryText.Dependencies(row.Text(16)),
            },
            [store],
            cancellationToken);
}
