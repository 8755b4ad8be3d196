using DocMigrate.Document.Passes;
using DocMigrate.Sql.PostgreSql;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>
/// What documents would have under unique indexes, in temporary tables of a session of its own: the server computes it by the indexes' own expressions, and compares it as the indexes do. A transaction
/// that only reads may write to them, but not make them (https://www.postgresql.org/docs/current/sql-set-transaction.html).
/// </summary>
internal sealed class PostgresUniqueKeys : IUniqueKeys
{
    private readonly PostgresSession _session;
    private readonly CollectionTable _table;
    private readonly string _columns;
    private readonly IReadOnlyList<IndexText> _indexes;
    private readonly IReadOnlyList<string> _keys;
    private readonly string _image;

    private PostgresUniqueKeys(PostgresDatabase database, CollectionTable table, IReadOnlyList<string> columns, string image, IReadOnlyList<IndexText> indexes)
    {
        (_session, _table, _image, _indexes) = (database.NewSession(), table, image, indexes);
        _columns = string.Concat(columns.Select(static column => $"t.{PostgresName.Quote(column)}, "));
        _keys = [.. indexes.Select((_, i) => $"pg_temp.{PostgresName.Quote(database.Naming.Of($"keys_{i}"))}")];
    }

    /// <param name="database">The database.</param>
    /// <param name="table">The collection.</param>
    /// <param name="columns">The names of the table's other columns.</param>
    /// <param name="image">The document as it will be, where the server can say that or it stays; else NULL.</param>
    /// <param name="indexes">The indexes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PostgresUniqueKeys> OpenAsync(
        PostgresDatabase database, CollectionTable table, IReadOnlyList<string> columns, string image, IReadOnlyList<IndexText> indexes, CancellationToken cancellationToken)
    {
        var keys = new PostgresUniqueKeys(database, table, columns, image, indexes);
        try
        {
            // As the server types them, whatever the indexes are over.
            var tables = keys._keys.Select((name, i) => $"CREATE TEMPORARY TABLE {name} AS {keys.Values(i, table.Document, "")} WITH NO DATA;");
            await (await keys._session.OpenAsync(cancellationToken)).ExecuteAsync($"BEGIN READ WRITE; {string.Concat(tables)} COMMIT", cancellationToken);
            return keys;
        }
        catch
        {
            await keys.DisposeAsync();
            throw;
        }
    }

    public async Task AddStoredAsync(CancellationToken cancellationToken)
    {
        var connection = await _session.OpenAsync(cancellationToken);
        for (var i = 0; i < _indexes.Count; i++)
        {
            await connection.ExecuteAsync($"INSERT INTO {_keys[i]} {Values(i, _image, $"WHERE {_table.HasDocument}")}", cancellationToken);
        }
    }

    public async Task AddAsync(IReadOnlyList<DocumentImage> documents, CancellationToken cancellationToken)
    {
        var connection = await _session.OpenAsync(cancellationToken);
        for (var i = 0; i < _indexes.Count && documents.Count > 0; i++)
        {
            var values = Values(
                i, $"CASE WHEN v.document IS NULL THEN {_table.Document} ELSE v.document::{_table.Type} END",
                $"JOIN unnest($1, $2) AS v(key, document) ON {_table.Key} = v.key::{_table.KeyType} WHERE {_table.HasDocument}");
            await connection.ExecuteAsync(
                $"INSERT INTO {_keys[i]} {values}",
                cancellationToken,
                documents.Select(static document => CollectionTable.TextOf(document.Key)).ToArray(),
                documents.Select(static document => document.Document is { } content ? JsonbText.Write(content) : null).ToArray());
        }
    }

    public async Task<IReadOnlyList<UniqueCollisions>> FindAsync(int most, CancellationToken cancellationToken)
    {
        var connection = await _session.OpenAsync(cancellationToken);
        var found = new List<UniqueCollisions>();
        foreach (var (name, index) in _keys.Zip(_indexes))
        {
            var names = string.Join(", ", Names(index));
            var groups = $"SELECT {names}, count(*) AS documents, min(place) AS place FROM {name} GROUP BY {names} HAVING count(*) > 1";
            var counts = await connection.ListAsync(
                $"SELECT count(*), coalesce(sum(documents), 0)::bigint FROM ({groups}) AS g", static row => (Groups: row.GetInt64(0), Documents: row.GetInt64(1)), cancellationToken);
            var same = string.Join(" AND ", Names(index).Select(static key => $"k.{key} IS NOT DISTINCT FROM g.{key}"));
            var samples = counts[0].Groups == 0 ? [] : await connection.ListAsync(
                $"SELECT ARRAY(SELECT k.id FROM {name} AS k WHERE {same} ORDER BY k.place LIMIT $1) FROM (SELECT * FROM ({groups}) AS g ORDER BY place LIMIT $1) AS g",
                static row => (IReadOnlyList<string>)row.GetFieldValue<string[]>(0), cancellationToken, most);
            found.Add(new UniqueCollisions(counts[0].Groups, counts[0].Documents, samples));
        }

        return found;
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private static IEnumerable<string> Names(IndexText index) => index.Keys.Select(static (_, i) => FormattableString.Invariant($"k{i}"));

    /// <summary>
    /// What rows have under an index. OFFSET keeps the server from computing the document once for each value. A unique index takes NULLs, and so missing values, for different, unless it
    /// says otherwise.
    /// </summary>
    private string Values(int index, string image, string rows)
    {
        var (keys, where, nulls) = _indexes[index];
        var values = string.Join(", ", keys.Select(static (key, i) => FormattableString.Invariant($"{key} AS k{i}")));
        return $"""
            SELECT * FROM (
              SELECT docmigrate_id AS id, docmigrate_place AS place, {values} FROM (
                SELECT {_columns}{_table.Id} AS docmigrate_id, {_table.Key}{(_table.Numbered ? "" : "::text")} AS docmigrate_place, {image} AS {_table.Column} FROM {_table.Sql} AS t {rows} OFFSET 0) AS t
              WHERE {_table.Column} IS NOT NULL AND ({where ?? "true"}) OFFSET 0) AS v
            WHERE {(nulls ? "true" : string.Join(" AND ", Names(_indexes[index]).Select(static key => $"{key} IS NOT NULL")))}
            """;
    }
}
