using System.Text.Json;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Document.Tables;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>The unique indexes of collections in a SQLite file.</summary>
/// <param name="store">The store's name.</param>
/// <param name="database">The file.</param>
/// <param name="collections">Where the documents are.</param>
internal sealed class SqliteUniqueIndexes(string store, SqliteDatabase database, CollectionTables collections) : IUniqueIndexes
{
    public async Task<IReadOnlyList<string>> ListAsync(string collection, CancellationToken cancellationToken) =>
        await database.OpenForReadingAsync(cancellationToken) is { } connection && await collections.FindAsync(connection, collection, cancellationToken) is { } table
            ? [.. (await TextsAsync(connection, collection, cancellationToken)).Where(index => index.Text.Names(table.Column)).Select(static index => index.Name)]
            : [];

    public async Task<IUniqueKeys?> OpenAsync(string collection, ReshapePass? pass, IReadOnlyList<UniqueIndex> indexes, CancellationToken cancellationToken)
    {
        if (await database.OpenForReadingAsync(cancellationToken) is not { } connection || await collections.FindAsync(connection, collection, cancellationToken) is not { } table)
        {
            return null;
        }

        var tables = new KeptTables(connection, database.Naming);
        var kept = pass is not null && await tables.ExistAsync(cancellationToken);
        var sets = pass is null ? null : await PassSets.OpenAsync(kept ? new ShadowStore(tables, store) : null, pass, fill: false, cancellationToken);
        var quarantine = new QuarantineStore(tables, store);
        var without = kept && await quarantine.AnyAsync(table.Name, cancellationToken) ? quarantine.Without(table) : null;
        var sql = pass?.Server is CompiledReshape server ? new PassSql(tables.Shadow, table, server, without, sets!.Restores) : null;
        var image = pass is null ? table.Document : sql?.Image ?? PassSql.ImageInProcess(table, without);
        var texts = await TextsAsync(connection, collection, cancellationToken);
        return await SqliteUniqueKeys.OpenAsync(
            connection, database.Naming, table, await ColumnsAsync(connection, collection, cancellationToken), image,
            [.. indexes.Select(index => index.Made is { } made ? Made(table, made.Paths) : texts.First(known => known.Name == index.Name).Text)],
            cancellationToken);
    }

    /// <summary>A path that SQLite can't write is refused when the index is made.</summary>
    private static IndexText Made(CollectionTable table, ValueList<DocumentPath> paths) =>
        new(paths.All(static path => JsonPathSql.CanWrite(path.Segments)) ? [.. paths.Select(table.Value)] : ["NULL"], null);

    private string Table(string collection) => collections.Attached.Find(collection)?.Table ?? collection;

    private async Task<IReadOnlyList<(string Name, IndexText Text)>> TextsAsync(SqliteConnection connection, string collection, CancellationToken cancellationToken) =>
        await connection.ListAsync(
            """
            SELECT i.name, s.sql, (SELECT json_group_array(x.coll) FROM pragma_index_xinfo(i.name) AS x WHERE x.key) FROM pragma_index_list($1) AS i JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = i.name
            WHERE i."unique" AND s.sql IS NOT NULL ORDER BY i.name
            """,
            static row => (row.GetString(0), IndexText.Read(row.GetString(1)) with { Collations = JsonSerializer.Deserialize<string[]>(row.GetString(2))! }), cancellationToken, Table(collection));

    private Task<List<string>> ColumnsAsync(SqliteConnection connection, string collection, CancellationToken cancellationToken) => connection.ListAsync(
        "SELECT name FROM pragma_table_xinfo($1) WHERE hidden <> 1", static row => row.GetString(0), cancellationToken, Table(collection));
}
