using System.Runtime.CompilerServices;
using DocMigrate.Document.Reading;
using DocMigrate.Document.Sqlite.Execution;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Reading;

/// <summary>Looks at the collections of a SQLite file.</summary>
/// <param name="store">The store's name, by which the quarantine list goes.</param>
/// <param name="database">The file.</param>
/// <param name="collections">Where they are.</param>
internal sealed class SqliteDocumentSource(string store, SqliteDatabase database, CollectionTables collections) : IDocumentSource
{
    // So many are held at a time. Between chunks no statement is open, so that writers of a database without WAL can commit.
    private const int ChunkSize = 100;

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => await ReadAsync<IReadOnlyList<string>>(
        async connection =>
        {
            var names = await connection.ListAsync(
                $"""
                SELECT name FROM sqlite_schema m WHERE type = 'table' AND substr(name, 1, $1) <> $2
                  AND (SELECT count(*) FROM pragma_table_info(m.name) WHERE name IN ('seq', '_id', '{CollectionTable.OwnColumn}')) = 3
                """,
                static row => row.GetString(0), cancellationToken, database.Naming.Prefix.Length, database.Naming.Prefix);
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
        [], cancellationToken);

    public Task<long?> CountAsync(string collection, CancellationToken cancellationToken) => ReadAsync<long?>(
        async connection => await collections.FindAsync(connection, collection, cancellationToken) is { } table
            ? await connection.CountAsync($"SELECT count(*) FROM {table.Sql} WHERE {table.HasDocument ?? "1"}", cancellationToken)
            : null,
        null, cancellationToken);

    public Task<IReadOnlyList<StoredIndex>> ListIndexesAsync(string collection, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<StoredIndex>>(
        async connection => await connection.ListAsync(
            // Origin "c": made by CREATE INDEX, not by a constraint of the table (https://www.sqlite.org/pragma.html#pragma_index_list).
            "SELECT name, \"unique\" FROM pragma_index_list($1) WHERE origin = 'c' ORDER BY name COLLATE BINARY",
            static row => new StoredIndex(row.GetString(0), row.GetBoolean(1)), cancellationToken, collections.Attached.Find(collection)?.Table ?? collection),
        [], cancellationToken);

    public async IAsyncEnumerable<StoredDocument> ReadAsync(string collection, int? sample, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await ReadAsync(connection => collections.FindAsync(connection, collection, cancellationToken), null, cancellationToken) is not { } table)
        {
            yield break;
        }

        var count = await ReadAsync(connection => connection.CountAsync($"SELECT count(*) FROM {table.Sql} WHERE {table.HasDocument ?? "1"}", cancellationToken), 0, cancellationToken);
        var select = await ReadAsync(connection => SelectAsync(connection, table, cancellationToken), "", cancellationToken);
        await foreach (var rows in sample is { } wanted && count > wanted
            ? SampleAsync(table, select, count, wanted, cancellationToken)
            : AllAsync(table, select, count, cancellationToken))
        {
            foreach (var (id, text, quarantined) in rows)
            {
                yield return Read(id.ToString(), text, quarantined);
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

    private async IAsyncEnumerable<IEnumerable<(RowKey Id, string Text, bool Quarantined)>> AllAsync(
        CollectionTable table, string select, long count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        object? last = null;
        for (var left = count; left > 0 && await ChunkAsync(table, select, ">", last, 0, (int)Math.Min(ChunkSize, left), cancellationToken) is { Count: > 0 } rows; left -= rows.Count)
        {
            last = rows[^1].Key;
            yield return rows.Select(static row => row.Document);
        }
    }

    /// <summary>By keys where those are numbers, which skips what is between; else by counting along them.</summary>
    private async IAsyncEnumerable<IEnumerable<(RowKey Id, string Text, bool Quarantined)>> SampleAsync(
        CollectionTable table, string select, long count, int sample, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, to) = table.Numbered ? await ReadAsync(connection => RangeAsync(connection, table, cancellationToken), default, cancellationToken) : (0, count - 1);
        object? last = null;
        var place = first - 1;
        for (var i = 0L; i < sample; i++)
        {
            var next = Math.Max(place + 1, SampleKeys.At(first, to, i, sample));
            var rows = table.Numbered
                ? await ChunkAsync(table, select, ">=", next, 0, 1, cancellationToken)
                : await ChunkAsync(table, select, ">", last, next - place - 1, 1, cancellationToken);
            if (rows.Count == 0)
            {
                yield break;
            }

            last = rows[0].Key;
            place = table.Numbered ? (long)last : next;
            yield return [rows[0].Document];
        }
    }

    private static async Task<(long First, long Last)> RangeAsync(SqliteConnection connection, CollectionTable table, CancellationToken cancellationToken) =>
        (await connection.ListAsync(
            $"SELECT coalesce((SELECT min({table.Key}) FROM {table.Sql}), 0), coalesce((SELECT max({table.Key}) FROM {table.Sql}), -1)",
            static row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken))[0];

    private async Task<string> SelectAsync(SqliteConnection connection, CollectionTable table, CancellationToken cancellationToken)
    {
        var kept = new KeptTables(connection, database.Naming);
        var quarantined = await kept.ExistAsync(cancellationToken) && await new QuarantineStore(kept, store).AnyAsync(table.Name, cancellationToken)
            ? $"NOT ({new QuarantineStore(kept, store).Without(table)})"
            : "0";

        // What is no JSON at all is given as it is: reading it then says why.
        return $"SELECT {table.Key}, {table.Sql}.{table.IdColumn}, "
            + $"CASE WHEN json_valid({table.Document}, 9) THEN json({table.Document}) ELSE coalesce(CAST({table.Document} AS TEXT), '') END, {quarantined} "
            + $"FROM {table.Sql} WHERE {table.HasDocument ?? "1"}";
    }

    private Task<List<(object Key, (RowKey Id, string Text, bool Quarantined) Document)>> ChunkAsync(
        CollectionTable table, string select, string beyond, object? last, long skip, int count, CancellationToken cancellationToken) => ReadAsync(
        connection => connection.ListAsync(
            $"{select}{(last is null ? "" : $" AND {table.Key} {beyond} $1")} ORDER BY {table.Key} LIMIT $2 OFFSET $3",
            static row => (row.GetValue(0), (new RowKey(row.GetValue(1)), row.GetString(2), row.GetBoolean(3))), cancellationToken, last, count, skip),
        [],
        cancellationToken);

    private async Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> read, T absent, CancellationToken cancellationToken)
    {
        try
        {
            return await database.OpenForReadingAsync(cancellationToken) is { } connection ? await read(connection) : absent;
        }
        catch (SqliteException error)
        {
            throw SqliteFault.Of(error, database.Path);
        }
    }
}
