using System.Runtime.CompilerServices;
using DocMigrate.Document.PostgreSql.Execution;
using DocMigrate.Document.Reading;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Reading;

/// <summary>Looks at the collections of a PostgreSQL database: those that are found by their name alone, on the search path.</summary>
/// <param name="store">The store's name, by which the quarantine list goes.</param>
/// <param name="database">The database.</param>
internal sealed class PostgresDocumentSource(string store, PostgresDatabase database) : IDocumentSource
{
    // So many are held at a time. Between chunks no statement is open.
    private const int ChunkSize = 100;

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<string>>(
        async connection => await connection.ListAsync(
            $"""
            SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid) AND left(c.relname, length($1)) <> $1
              AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND (a.attname = 'seq' AND a.atttypid = 'bigint'::regtype OR a.attname = '_id' OR a.attname = '{CollectionTable.Column}' AND a.atttypid = 'jsonb'::regtype)) = 3
            ORDER BY c.relname COLLATE "C"
            """,
            static row => row.GetString(0), cancellationToken, database.Naming.Prefix),
        cancellationToken);

    public Task<long?> CountAsync(string collection, CancellationToken cancellationToken) => database.ReadAsync<long?>(
        async connection => await CollectionTable.FindAsync(connection, collection, cancellationToken) is { } table
            ? await connection.CountAsync($"SELECT count(*) FROM {table.Sql}", cancellationToken)
            : null,
        cancellationToken);

    public Task<IReadOnlyList<StoredIndex>> ListIndexesAsync(string collection, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredIndex>>(
        async connection => await connection.ListAsync(
            """
            SELECT c.relname, i.indisunique FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = to_regclass($1) AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY c.relname COLLATE "C"
            """,
            static row => new StoredIndex(row.GetString(0), row.GetBoolean(1)), cancellationToken, PostgresName.Quote(collection)),
        cancellationToken);

    public async IAsyncEnumerable<StoredDocument> ReadAsync(string collection, int? sample, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(connection => CollectionTable.FindAsync(connection, collection, cancellationToken), cancellationToken) is not { } table)
        {
            yield break;
        }

        var range = await database.ReadAsync(connection => RangeAsync(connection, table, cancellationToken), cancellationToken);
        var all = sample is not { } wanted || range.Count <= wanted;
        var select = await database.ReadAsync(connection => SelectAsync(connection, table, cancellationToken), cancellationToken);
        var last = range.First - 1;
        for (var i = 0L; all || i < sample!.Value; i++)
        {
            var from = all ? last + 1 : Math.Max(last + 1, SampleKeys.At(range.First, range.Last, i, sample!.Value));
            var rows = await database.ReadAsync(
                connection => connection.ListAsync(
                    select,
                    static row => (Seq: row.GetInt64(0), Id: row.GetString(1), Text: row.GetString(2), Quarantined: row.GetBoolean(3)),
                    cancellationToken,
                    from, range.Last, all ? ChunkSize : 1),
                cancellationToken);
            if (rows.Count == 0)
            {
                yield break;
            }

            last = rows[^1].Seq;
            foreach (var row in rows)
            {
                yield return Read(new DocumentId(row.Id).ToString(), row.Text, row.Quarantined);
            }
        }
    }

    private static StoredDocument Read(string id, string text, bool quarantined)
    {
        try
        {
            return new StoredDocument { Id = id, Document = DocumentReader.Read(text), Quarantined = quarantined };
        }
        catch (DataException error)
        {
            return new StoredDocument { Id = id, Document = null, Problem = error.Message, Quarantined = quarantined };
        }
    }

    private static async Task<(long First, long Last, long Count)> RangeAsync(NpgsqlConnection connection, CollectionTable table, CancellationToken cancellationToken) =>
        (await connection.ListAsync(
            $"SELECT coalesce((SELECT min(seq) FROM {table.Sql}), 0), coalesce((SELECT max(seq) FROM {table.Sql}), -1), (SELECT count(*) FROM {table.Sql})",
            static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellationToken))[0];

    private async Task<string> SelectAsync(NpgsqlConnection connection, CollectionTable table, CancellationToken cancellationToken)
    {
        var kept = new KeptTables(connection, database);
        var quarantined = await kept.ExistAsync(cancellationToken) && await new QuarantineStore(kept, store).AnyAsync(table.Name, cancellationToken)
            ? $"NOT ({new QuarantineStore(kept, store).Without(table)})"
            : "false";
        return $"SELECT t.seq, {table.Id}, {CollectionTable.Stored}::text, {quarantined} FROM {table.Sql} AS t WHERE t.seq BETWEEN $1 AND $2 ORDER BY t.seq LIMIT $3";
    }
}
