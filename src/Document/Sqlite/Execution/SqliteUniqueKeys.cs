using DocMigrate.Backends;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>
/// What documents would have under unique indexes, in temporary tables: SQLite computes it by the indexes' own expressions, and compares it as the indexes do. Temporary tables are in a file of
/// their own, which a connection that only reads may write (https://www.sqlite.org/tempfiles.html).
/// </summary>
internal sealed class SqliteUniqueKeys : IUniqueKeys
{
    private readonly SqliteConnection _connection;
    private readonly CollectionTable _table;
    private readonly IReadOnlyList<string> _columns;
    private readonly IReadOnlyList<IndexText> _indexes;
    private readonly IReadOnlyList<string> _keys;
    private readonly string _image;
    private readonly List<SqliteCommand> _adding = [];

    private SqliteUniqueKeys(SqliteConnection connection, TableNaming naming, CollectionTable table, IReadOnlyList<string> columns, string image, IReadOnlyList<IndexText> indexes)
    {
        (_connection, _table, _image, _indexes) = (connection, table, image, indexes);
        _columns = [.. columns.Where(column => column != table.Column && SqliteName.Quote(column) != table.Column).Select(SqliteName.Quote)];
        _keys = [.. indexes.Select((_, i) => $"temp.{SqliteName.Quote(naming.Of($"keys_{i}"))}")];
    }

    /// <param name="connection">The connection.</param>
    /// <param name="naming">How DocMigrate's own tables are named.</param>
    /// <param name="table">The collection.</param>
    /// <param name="columns">The names of the table's columns.</param>
    /// <param name="image">The document as it will be, where the server can say that or it stays; else NULL.</param>
    /// <param name="indexes">The indexes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SqliteUniqueKeys> OpenAsync(
        SqliteConnection connection, TableNaming naming, CollectionTable table, IReadOnlyList<string> columns, string image, IReadOnlyList<IndexText> indexes,
        CancellationToken cancellationToken)
    {
        var keys = new SqliteUniqueKeys(connection, naming, table, columns, image, indexes);
        foreach (var (name, index) in keys._keys.Zip(indexes))
        {
            var places = string.Join(", ", index.Collations.Select(static (collation, i) => FormattableString.Invariant($"k{i} COLLATE {SqliteName.Quote(collation)}")));
            await connection.ExecuteAsync($"DROP TABLE IF EXISTS {name}; CREATE TABLE {name} (id, place, {places})", cancellationToken);
        }

        return keys;
    }

    public async Task AddStoredAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _indexes.Count; i++)
        {
            await _connection.ExecuteAsync(Add(i, _image, _table.HasDocument ?? "1"), cancellationToken);
        }
    }

    public async Task AddAsync(IReadOnlyList<DocumentImage> documents, CancellationToken cancellationToken)
    {
        if (_adding.Count == 0)
        {
            for (var i = 0; i < _indexes.Count; i++)
            {
                _adding.Add(Adding(i));
            }
        }

        foreach (var document in documents)
        {
            foreach (var command in _adding)
            {
                command.Parameters[0].Value = RowKey.Of(document.Key).Value;
                command.Parameters[1].Value = document.Document is { } content ? DocumentWriter.Write(content) : DBNull.Value;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    public async Task<IReadOnlyList<UniqueCollisions>> FindAsync(int most, CancellationToken cancellationToken)
    {
        var found = new List<UniqueCollisions>();
        foreach (var (name, index) in _keys.Zip(_indexes))
        {
            var groups = $"SELECT {Names(index)}, count(*) AS documents, min(place) AS place FROM {name} GROUP BY {Names(index)} HAVING count(*) > 1";
            var counts = await _connection.ListAsync(
                $"SELECT count(*), coalesce(sum(documents), 0) FROM ({groups})", static row => (Groups: row.GetInt64(0), Documents: row.GetInt64(1)), cancellationToken);
            var samples = counts[0].Groups == 0 ? [] : await _connection.ListAsync(
                $"""
                SELECT g.place, k.id FROM (SELECT *, row_number() OVER (ORDER BY place) AS number FROM ({groups}) ORDER BY place LIMIT $1) AS g
                JOIN (SELECT *, row_number() OVER (PARTITION BY {Names(index)} ORDER BY place) AS number FROM {name}) AS k USING ({Names(index)})
                WHERE k.number <= $1 ORDER BY g.number, k.number
                """,
                static row => (Group: row.GetValue(0), Id: new RowKey(row.GetValue(1)).ToString()), cancellationToken, most);
            found.Add(new UniqueCollisions(
                counts[0].Groups, counts[0].Documents, [.. samples.GroupBy(static sample => sample.Group).Select(static group => group.Select(static sample => sample.Id).ToList())]));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _adding)
        {
            await command.DisposeAsync();
        }

        foreach (var name in _keys)
        {
            await _connection.ExecuteAsync($"DROP TABLE IF EXISTS {name}", CancellationToken.None);
        }
    }

    private static string Names(IndexText index) => string.Join(", ", index.Keys.Select(static (_, i) => FormattableString.Invariant($"k{i}")));

    private SqliteCommand Adding(int index)
    {
        var command = _connection.CreateCommand();
        command.CommandText = Add(index, $"CASE WHEN $document IS NULL THEN {_table.Document} ELSE {_table.Store("$document")} END", $"{_table.Key} = $key");
        command.Parameters.Add(new SqliteParameter { ParameterName = "$key" });
        command.Parameters.Add(new SqliteParameter { ParameterName = "$document" });
        return command;
    }

    /// <summary>
    /// Adds what rows have under an index. A unique index takes NULLs, and so missing values, for different. LIMIT keeps SQLite from computing the document once for
    /// each value (https://www.sqlite.org/optoverview.html#subquery_flattening). What SQLite can't read is not looked at.
    /// </summary>
    private string Add(int index, string image, string rows)
    {
        var (keys, where) = _indexes[index];
        var document = _table.IsReadable is { } readable ? $"iif({readable}, {image}, NULL)" : image;
        var values = string.Join(", ", keys.Select(static (key, i) => FormattableString.Invariant($"{key} AS k{i}")));
        return $"""
            INSERT INTO {_keys[index]} SELECT * FROM (
              SELECT _docmigrate_id, _docmigrate_place, {values} FROM (
                SELECT {string.Concat(_columns.Select(static column => column + ", "))}{_table.Sql}.{_table.IdColumn} AS _docmigrate_id, {_table.Key} AS _docmigrate_place, {document} AS {_table.Column}
                FROM {_table.Sql} WHERE {rows} LIMIT -1)
              WHERE {_table.Column} IS NOT NULL AND ({where ?? "1"}) LIMIT -1)
            WHERE {string.Join(" AND ", keys.Select(static (_, i) => FormattableString.Invariant($"k{i} IS NOT NULL")))}
            """;
    }
}
