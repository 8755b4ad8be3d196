using System.Text.Json;
using DocMigrate.Document.Values;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>The values that operations took away, in sets: one for each operation of a migration and direction. The tables must exist.</summary>
/// <param name="tables">The tables, by the connection that works on them.</param>
/// <param name="store">The store's name.</param>
internal sealed class ShadowStore(KeptTables tables, string store)
{
    private const int MostForgotten = 10_000;

    /// <summary>The set of an operation and direction; made when it is not there.</summary>
    public async Task<long> SetAsync(MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken)
    {
        await tables.Connection.ExecuteAsync(
            $"INSERT INTO {tables.Sets} (store, module, name, operation, direction) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            cancellationToken,
            store, migration.Module, migration.Name, operation, direction.ToString());
        return (await FindAsync(migration, operation, direction, cancellationToken))!.Value;
    }

    /// <summary>The set of an operation and direction, or null.</summary>
    public async Task<long?> FindAsync(MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken) =>
        (long?)await tables.Connection.ScalarAsync(
            $"SELECT id FROM {tables.Sets} WHERE store = $1 AND module = $2 AND name = $3 AND operation = $4 AND direction = $5",
            cancellationToken,
            store, migration.Module, migration.Name, operation, direction.ToString());

    /// <summary>Whether the set has values.</summary>
    public async Task<bool> AnyAsync(long set, CancellationToken cancellationToken) =>
        await tables.Connection.ScalarAsync($"SELECT 1 FROM {tables.Shadow} WHERE set_id = $1 LIMIT 1", cancellationToken, set) is not null;

    /// <summary>How many values, and documents of dropped collections, are kept for a migration.</summary>
    public async Task<long> CountAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        var count = await tables.Connection.CountAsync(
            $"SELECT count(*) FROM {tables.Shadow} WHERE set_id IN (SELECT id FROM {tables.Sets} WHERE store = $1 AND module = $2 AND name = $3)",
            cancellationToken,
            store, migration.Module, migration.Name);
        var aside = await tables.Connection.ListAsync(
            $"SELECT aside_table FROM {tables.Sets} WHERE store = $1 AND module = $2 AND name = $3 AND aside_table IS NOT NULL",
            static row => row.GetString(0), cancellationToken, store, migration.Module, migration.Name);
        foreach (var table in aside)
        {
            count += await tables.Connection.CountAsync($"SELECT count(*) FROM {table}", cancellationToken);
        }

        return count;
    }

    /// <summary>Keeps values, in the place of what was kept of the same documents and paths.</summary>
    public async Task SaveAsync(IReadOnlyCollection<ShadowRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
        {
            await tables.Connection.ExecuteAsync(
                $"""
                INSERT INTO {tables.Shadow} (set_id, document, path, taken, put_hash)
                SELECT set_id, document, path, taken::jsonb, put_hash FROM unnest($1, $2, $3, $4, $5) AS v(set_id, document, path, taken, put_hash)
                ON CONFLICT (set_id, document, path) DO UPDATE SET taken = excluded.taken, put_hash = excluded.put_hash
                """,
                cancellationToken,
                rows.Select(static row => row.Set).ToArray(),
                rows.Select(static row => row.Document).ToArray(),
                rows.Select(static row => row.Path).ToArray(),
                rows.Select(static row => row.Taken).ToArray(),
                rows.Select(static row => row.PutHash).ToArray());
        }
    }

    /// <summary>
    /// Forgets the values of documents: marks are left in their place until <see cref="ForgetAsync"/>, so that who looks at the documents again before that does not do them twice.
    /// </summary>
    public Task ReleaseAsync(IReadOnlyList<(long Set, string Document)> documents, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"""
        UPDATE {tables.Shadow} s SET taken = NULL, put_hash = NULL FROM unnest($1, $2) AS v(set_id, document)
        WHERE s.set_id = v.set_id AND s.document = v.document AND NOT (s.taken IS NULL AND s.put_hash IS NULL)
        """,
        cancellationToken,
        documents.Select(static item => item.Set).ToArray(), documents.Select(static item => item.Document).ToArray());

    /// <summary>Deletes of sets the marks, and the values of documents that are gone, so many as take no long time.</summary>
    /// <returns>Whether none is left.</returns>
    public async Task<bool> ForgetAsync(IReadOnlyList<long> sets, CollectionTable table, CancellationToken cancellationToken) => await tables.Connection.ExecuteAsync(
        $"""
        DELETE FROM {tables.Shadow} WHERE ctid = ANY(ARRAY(
          SELECT s.ctid FROM {tables.Shadow} s WHERE s.set_id = ANY($1)
            AND ((s.taken IS NULL AND s.put_hash IS NULL) OR NOT EXISTS (SELECT 1 FROM {table.Sql} t WHERE t._id = {table.IdOf("s.document")}))
          LIMIT {MostForgotten}))
        """,
        cancellationToken,
        sets.ToArray()) < MostForgotten;

    /// <summary>A path as it is stored.</summary>
    public static string Path(DocumentPath path) => JsonSerializer.Serialize(path);
}
