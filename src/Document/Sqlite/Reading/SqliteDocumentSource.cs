using System.Globalization;
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
internal sealed class SqliteDocumentSource(string store, SqliteDatabase database) : IDocumentSource
{
    // So many are held at a time. Between chunks no statement is open, so that writers of a database without WAL can commit.
    private const int ChunkSize = 100;

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => await ReadAsync<IReadOnlyList<string>>(
        async connection => await connection.ListAsync(
            $"""
            SELECT name FROM sqlite_schema m WHERE type = 'table' AND substr(name, 1, $1) <> $2
              AND (SELECT count(*) FROM pragma_table_info(m.name) WHERE name IN ('seq', '_id', '{CollectionTable.Column}')) = 3
            ORDER BY name COLLATE BINARY
            """,
            static row => row.GetString(0), cancellationToken, database.Naming.Prefix.Length, database.Naming.Prefix),
        [], cancellationToken);

    public Task<long?> CountAsync(string collection, CancellationToken cancellationToken) => ReadAsync<long?>(
        async connection => await CollectionTable.FindAsync(connection, collection, cancellationToken) is { } table
            ? await connection.CountAsync($"SELECT count(*) FROM {table.Sql}", cancellationToken)
            : null,
        null, cancellationToken);

    public Task<IReadOnlyList<StoredIndex>> ListIndexesAsync(string collection, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<StoredIndex>>(
        async connection => await connection.ListAsync(
            // Origin "c": made by CREATE INDEX, not by a constraint of the table (https://www.sqlite.org/pragma.html#pragma_index_list).
            "SELECT name, \"unique\" FROM pragma_index_list($1) WHERE origin = 'c' ORDER BY name COLLATE BINARY",
            static row => new StoredIndex(row.GetString(0), row.GetBoolean(1)), cancellationToken, collection),
        [], cancellationToken);

    public async IAsyncEnumerable<StoredDocument> ReadAsync(string collection, int? sample, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await ReadAsync(connection => CollectionTable.FindAsync(connection, collection, cancellationToken), null, cancellationToken) is not { } table)
        {
            yield break;
        }

        var range = await ReadAsync(connection => RangeAsync(connection, table, cancellationToken), default, cancellationToken);
        var all = sample is not { } wanted || range.Count <= wanted;
        var select = await ReadAsync(connection => SelectAsync(connection, table, cancellationToken), "", cancellationToken);
        var last = range.First - 1;
        for (var i = 0L; all || i < sample!.Value; i++)
        {
            var from = all ? last + 1 : Math.Max(last + 1, SampleKeys.At(range.First, range.Last, i, sample!.Value));
            var rows = await ReadAsync(connection => ChunkAsync(connection, select, from, range.Last, all ? ChunkSize : 1, cancellationToken), [], cancellationToken);
            if (rows.Count == 0)
            {
                yield break;
            }

            last = rows[^1].Row.Seq;
            foreach (var (row, quarantined) in rows)
            {
                yield return Read(row, quarantined);
            }
        }
    }

    private static StoredDocument Read(StoredRow row, bool quarantined)
    {
        var id = Convert.ToString(row.Id, CultureInfo.InvariantCulture) ?? "";
        try
        {
            return new StoredDocument { Id = id, Document = DocumentReader.Read(row.Text), Quarantined = quarantined };
        }
        catch (DataException error)
        {
            return new StoredDocument { Id = id, Document = null, Problem = error.Message, Quarantined = quarantined };
        }
    }

    private static async Task<(long First, long Last, long Count)> RangeAsync(SqliteConnection connection, CollectionTable table, CancellationToken cancellationToken) =>
        (await connection.ListAsync(
            $"SELECT coalesce((SELECT min(seq) FROM {table.Sql}), 0), coalesce((SELECT max(seq) FROM {table.Sql}), -1), (SELECT count(*) FROM {table.Sql})",
            static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellationToken))[0];

    private async Task<string> SelectAsync(SqliteConnection connection, CollectionTable table, CancellationToken cancellationToken)
    {
        var kept = new KeptTables(connection, database.Naming);
        var quarantined = await kept.ExistAsync(cancellationToken) && await new QuarantineStore(kept, store).AnyAsync(table.Name, cancellationToken)
            ? $"NOT ({new QuarantineStore(kept, store).Without(table)})"
            : "0";

        // What is no JSON at all is given as it is: reading it then says why.
        return $"SELECT seq, _id, CASE WHEN json_valid({CollectionTable.Column}, 9) THEN json({CollectionTable.Column}) ELSE coalesce(CAST({CollectionTable.Column} AS TEXT), '') END, {quarantined} "
            + $"FROM {table.Sql} WHERE seq BETWEEN $1 AND $2 ORDER BY seq LIMIT $3";
    }

    private static Task<List<(StoredRow Row, bool Quarantined)>> ChunkAsync(
        SqliteConnection connection, string select, long from, long to, int count, CancellationToken cancellationToken) => connection.ListAsync(
        select,
        static row => (new StoredRow(row.GetInt64(0), row.GetValue(1), row.GetString(2)), row.GetBoolean(3)), cancellationToken, from, to, count);

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
