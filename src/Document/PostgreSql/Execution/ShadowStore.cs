using System.Text.Json;
using DocMigrate.Document.Values;
using DocMigrate.Keeping;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>The values that operations took away, in sets: one for each operation of a migration and direction. The tables must exist.</summary>
/// <param name="tables">The tables, by the connection that works on them.</param>
/// <param name="store">The store's name.</param>
internal sealed class ShadowStore(KeptTables tables, string store)
{
    private const int MostForgotten = 10_000;

    /// <summary>A value that was not there is no mark: something was put. A mark that stands for a value which was restored has the empty hash, which no value has.</summary>
    private const string IsMark = "(s.taken IS NULL AND coalesce(s.put_hash, '') = '')";

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
            $"SELECT count(taken) FROM {tables.Shadow} WHERE set_id IN (SELECT id FROM {tables.Sets} WHERE store = $1 AND module = $2 AND name = $3)",
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

    /// <summary>What is kept, by migration, operation and direction; sets that hold marks alone are left out.</summary>
    public async Task<IReadOnlyList<KeptAside>> ListAsync(CancellationToken cancellationToken)
    {
        var kept = await tables.Connection.ListAsync(
            $"""
            SELECT s.module, s.name, s.operation, s.direction, count(k.taken), coalesce(sum(length(k.taken::text)), 0)::bigint, s.aside_table
            FROM {tables.Sets} s LEFT JOIN {tables.Shadow} k ON k.set_id = s.id AND k.taken IS NOT NULL
            WHERE s.store = $1 GROUP BY s.id ORDER BY s.module COLLATE "C", s.name COLLATE "C", s.operation, s.direction COLLATE "C"
            """,
            static row => (
                Kept: new KeptAside(
                    "", new MigrationId(row.GetString(0), row.GetString(1)), row.GetInt32(2), Enum.Parse<Direction>(row.GetString(3)), row.GetInt64(4), row.GetInt64(5)),
                Aside: row.Text(6)),
            cancellationToken,
            store);
        var result = new List<KeptAside>();
        foreach (var (values, aside) in kept)
        {
            var documents = aside is null ? 0 : await tables.Connection.CountAsync($"SELECT count(*) FROM {aside}", cancellationToken);
            if (values.Values + documents > 0)
            {
                result.Add(values with { Store = store, Values = values.Values + documents, Bytes = aside is null ? values.Bytes : null });
            }
        }

        return result;
    }

    /// <summary>Forgets what is kept for a migration: values, and collections that were moved aside. Marks stay, for without them the way back would change what it must not.</summary>
    /// <returns>How many values and documents.</returns>
    public async Task<long> PurgeAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        var purged = await CountAsync(migration, cancellationToken);
        const string Mine = "store = $1 AND module = $2 AND name = $3";
        object[] values = [store, migration.Module, migration.Name];
        await tables.Connection.ExecuteAsync(
            $"DELETE FROM {tables.Shadow} WHERE taken IS NOT NULL AND set_id IN (SELECT id FROM {tables.Sets} WHERE {Mine})", cancellationToken, values);
        foreach (var table in await tables.Connection.ListAsync(
            $"SELECT aside_table FROM {tables.Sets} WHERE {Mine} AND aside_table IS NOT NULL", static row => row.GetString(0), cancellationToken, values))
        {
            await tables.Connection.ExecuteAsync($"DROP TABLE {table}", cancellationToken);
        }

        await tables.Connection.ExecuteAsync($"UPDATE {tables.Sets} SET aside_table = NULL, aside_indexes = NULL WHERE {Mine}", cancellationToken, values);
        return purged;
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
        UPDATE {tables.Shadow} s SET taken = NULL, put_hash = '' FROM unnest($1, $2) AS v(set_id, document)
        WHERE s.set_id = v.set_id AND s.document = v.document AND NOT {IsMark}
        """,
        cancellationToken,
        documents.Select(static item => item.Set).ToArray(), documents.Select(static item => item.Document).ToArray());

    /// <summary>Deletes the marks that stand for restored values: the direction that made them goes on no more, but the one whose values they were begins anew.</summary>
    public Task ForgetRestoredAsync(long set, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"DELETE FROM {tables.Shadow} WHERE set_id = $1 AND put_hash = ''", cancellationToken, set);

    /// <summary>Deletes of sets the marks, and the values of documents that are gone, so many as take no long time.</summary>
    /// <returns>Whether none is left.</returns>
    public async Task<bool> ForgetAsync(IReadOnlyList<long> sets, CollectionTable table, CancellationToken cancellationToken) => await tables.Connection.ExecuteAsync(
        $"""
        DELETE FROM {tables.Shadow} WHERE ctid = ANY(ARRAY(
          SELECT s.ctid FROM {tables.Shadow} s WHERE s.set_id = ANY($1)
            AND ({IsMark} OR NOT EXISTS (SELECT 1 FROM {table.Sql} t WHERE t.{table.IdColumn} = {table.IdOf("s.document")}))
          LIMIT {MostForgotten}))
        """,
        cancellationToken,
        sets.ToArray()) < MostForgotten;

    /// <summary>A path as it is stored.</summary>
    public static string Path(DocumentPath path) => JsonSerializer.Serialize(path);
}
