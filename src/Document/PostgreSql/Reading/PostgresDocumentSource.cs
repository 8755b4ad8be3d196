using System.Globalization;
using System.Runtime.CompilerServices;
using DocMigrate.Document.PostgreSql.Execution;
using DocMigrate.Document.Reading;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Reading;

/// <summary>Looks at the collections of a PostgreSQL database: those that are found by their name alone, on the search path, and those that are attached.</summary>
/// <param name="store">The store's name, by which the quarantine list goes.</param>
/// <param name="database">The database.</param>
/// <param name="collections">Where the documents are.</param>
internal sealed class PostgresDocumentSource(string store, PostgresDatabase database, CollectionTables collections) : IDocumentSource
{
    // So many are held at a time. Between chunks no statement is open.
    private const int ChunkSize = 100;

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<string>>(
        async connection =>
        {
            var names = await connection.ListAsync(
                $"""
                SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid) AND left(c.relname, length($1)) <> $1
                  AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND (a.attname = 'seq' AND a.atttypid = 'bigint'::regtype OR a.attname = '_id' OR a.attname = '{CollectionTable.OwnColumn}' AND a.atttypid = 'jsonb'::regtype)) = 3
                """,
                static row => row.GetString(0), cancellationToken, database.Naming.Prefix);
            foreach (var attached in collections.Attached.All)
            {
                names.Remove(attached.Collection);
                if (await collections.FindAsync(connection, attached.Collection, cancellationToken) is not null)
                {
                    names.Add(attached.Collection);
                }
            }

            names.Sort(StringComparer.Ordinal);
            return names;
        },
        cancellationToken);

    public Task<long?> CountAsync(string collection, CancellationToken cancellationToken) => database.ReadAsync<long?>(
        async connection => await collections.FindAsync(connection, collection, cancellationToken) is { } table
            ? await connection.CountAsync($"SELECT count(*) FROM {table.Sql} AS t WHERE {table.HasDocument}", cancellationToken)
            : null,
        cancellationToken);

    public Task<IReadOnlyList<StoredIndex>> ListIndexesAsync(string collection, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredIndex>>(
        async connection => await connection.ListAsync(
            """
            SELECT c.relname, i.indisunique FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = to_regclass($1) AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY c.relname COLLATE "C"
            """,
            static row => new StoredIndex(row.GetString(0), row.GetBoolean(1)), cancellationToken, collections.Stated(collection).Sql),
        cancellationToken);

    public async IAsyncEnumerable<StoredDocument> ReadAsync(string collection, int? sample, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(connection => collections.FindAsync(connection, collection, cancellationToken), cancellationToken) is not { } table)
        {
            yield break;
        }

        var count = await database.ReadAsync(
            connection => connection.CountAsync($"SELECT count(*) FROM {table.Sql} AS t WHERE {table.HasDocument}", cancellationToken), cancellationToken);
        var select = await database.ReadAsync(connection => SelectAsync(connection, table, cancellationToken), cancellationToken);
        await foreach (var rows in sample is { } wanted && count > wanted
            ? SampleAsync(table, select, count, wanted, cancellationToken)
            : AllAsync(table, select, count, cancellationToken))
        {
            foreach (var (id, text, quarantined) in rows)
            {
                yield return Read(id, text, quarantined);
            }
        }
    }

    private static StoredDocument Read(string id, string text, bool quarantined)
    {
        var name = new DocumentId(id).ToString();
        try
        {
            return new StoredDocument { Id = name, Document = DocumentReader.Read(text), Quarantined = quarantined };
        }
        catch (DataException error)
        {
            return new StoredDocument { Id = name, Document = null, Problem = error.Message, Quarantined = quarantined };
        }
    }

    private async IAsyncEnumerable<IEnumerable<(string Id, string Text, bool Quarantined)>> AllAsync(
        CollectionTable table, string select, long count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        for (var left = count; left > 0 && await ChunkAsync(table, select, ">", last, 0, (int)Math.Min(ChunkSize, left), cancellationToken) is { Count: > 0 } rows; left -= rows.Count)
        {
            last = rows[^1].Key;
            yield return rows.Select(static row => row.Document);
        }
    }

    /// <summary>By keys where those are numbers, which skips what is between; else by counting along them.</summary>
    private async IAsyncEnumerable<IEnumerable<(string Id, string Text, bool Quarantined)>> SampleAsync(
        CollectionTable table, string select, long count, int sample, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, to) = table.Numbered ? await database.ReadAsync(connection => RangeAsync(connection, table, cancellationToken), cancellationToken) : (0, count - 1);
        string? last = null;
        var place = first - 1;
        for (var i = 0L; i < sample; i++)
        {
            var next = Math.Max(place + 1, SampleKeys.At(first, to, i, sample));
            var rows = table.Numbered
                ? await ChunkAsync(table, select, ">=", next.ToString(CultureInfo.InvariantCulture), 0, 1, cancellationToken)
                : await ChunkAsync(table, select, ">", last, next - place - 1, 1, cancellationToken);
            if (rows.Count == 0)
            {
                yield break;
            }

            last = rows[0].Key;
            place = table.Numbered ? long.Parse(last, CultureInfo.InvariantCulture) : next;
            yield return [rows[0].Document];
        }
    }

    private static async Task<(long First, long Last)> RangeAsync(NpgsqlConnection connection, CollectionTable table, CancellationToken cancellationToken) =>
        (await connection.ListAsync(
            $"SELECT coalesce((SELECT min({table.Key}) FROM {table.Sql} AS t), 0)::bigint, coalesce((SELECT max({table.Key}) FROM {table.Sql} AS t), -1)::bigint",
            static row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken))[0];

    private async Task<string> SelectAsync(NpgsqlConnection connection, CollectionTable table, CancellationToken cancellationToken)
    {
        var kept = new KeptTables(connection, database);
        var quarantined = await kept.ExistAsync(cancellationToken) && await new QuarantineStore(kept, store).AnyAsync(table.Name, cancellationToken)
            ? $"NOT ({new QuarantineStore(kept, store).Without(table)})"
            : "false";
        return $"SELECT {table.Key}::text, {table.Id}, {table.Document}::text, {quarantined} FROM {table.Sql} AS t WHERE {table.HasDocument}";
    }

    private Task<List<(string Key, (string Id, string Text, bool Quarantined) Document)>> ChunkAsync(
        CollectionTable table, string select, string beyond, string? last, long skip, int count, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.ListAsync(
            $"{select}{(last is null ? "" : $" AND {table.Key} {beyond} $1::{table.KeyType}")} ORDER BY {table.Key} LIMIT $2 OFFSET $3",
            static row => (row.GetString(0), (row.GetString(1), row.GetString(2), row.GetBoolean(3))), cancellationToken, last ?? "", count, skip),
        cancellationToken);
}
