using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.Tables;
using DocMigrate.Sql.PostgreSql;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>The unique indexes of collections in a PostgreSQL database.</summary>
/// <param name="store">The store's name.</param>
/// <param name="database">The database.</param>
/// <param name="collections">Where the documents are.</param>
internal sealed class PostgresUniqueIndexes(string store, PostgresDatabase database, CollectionTables collections) : IUniqueIndexes
{
    public string NameOf(string name) => PostgresName.Cut(name);

    public async Task<IReadOnlyList<string>> ListAsync(string collection, CancellationToken cancellationToken)
    {
        var connection = await database.OpenForReadingAsync(cancellationToken);
        return await collections.FindAsync(connection, collection, cancellationToken) is { } table
            ? [.. (await TextsAsync(connection, table, await ColumnsAsync(connection, table, cancellationToken), cancellationToken)).Select(static index => index.Name)]
            : [];
    }

    public async Task<IUniqueKeys?> OpenAsync(string collection, ReshapePass? pass, IReadOnlyList<UniqueIndex> indexes, CancellationToken cancellationToken)
    {
        var connection = await database.OpenForReadingAsync(cancellationToken);
        if (await collections.FindAsync(connection, collection, cancellationToken) is not { } table)
        {
            return null;
        }

        var tables = new KeptTables(connection, database);
        var kept = pass is not null && await tables.ExistAsync(cancellationToken);
        var sets = pass is null ? null : await PassSets.OpenAsync(kept ? new ShadowStore(tables, store) : null, pass, fill: false, cancellationToken);
        var quarantine = new QuarantineStore(tables, store);
        var without = kept && await quarantine.AnyAsync(table.Name, cancellationToken) ? quarantine.Without(table) : null;
        var sql = pass?.Server is CompiledReshape server && table.IsJsonb ? new PassSql(tables.Shadow, table, server, without, sets!.Restores) : null;
        var columns = await ColumnsAsync(connection, table, cancellationToken);
        var texts = await TextsAsync(connection, table, columns, cancellationToken);
        return await PostgresUniqueKeys.OpenAsync(
            database,
            table,
            [.. columns.Where(column => !IsDocument(table, column)).Select(static column => column.Name)],
            pass is null ? table.Document : sql?.Image ?? PassSql.ImageInProcess(table, without),
            [.. indexes.Select(index => index.Made is { } made ? new IndexText([.. made.Paths.Select(table.Value)], null, false) : texts.First(known => known.Name == index.Name).Text)],
            cancellationToken);
    }

    private static Task<List<RelationColumn>> ColumnsAsync(NpgsqlConnection connection, CollectionTable table, CancellationToken cancellationToken) =>
        RelationColumn.ListAsync(connection, table.Sql, cancellationToken);

    private static bool IsDocument(CollectionTable table, RelationColumn column) => column.Name == table.Column || PostgresName.Quote(column.Name) == table.Column;

    /// <summary>The unique indexes whose expressions or condition have the document in them. <c>NULLS NOT DISTINCT</c> is of PostgreSQL 15: older ones lack the column.</summary>
    private static async Task<IReadOnlyList<(string Name, IndexText Text)>> TextsAsync(
        NpgsqlConnection connection, CollectionTable table, List<RelationColumn> columns, CancellationToken cancellationToken) => await connection.ListAsync(
            """
            SELECT c.relname, ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, false) FROM generate_series(1, i.indnkeyatts) AS k), pg_get_expr(i.indpred, i.indrelid),
              coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = to_regclass($1) AND i.indisunique AND EXISTS (
              SELECT 1 FROM pg_depend d
              WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid AND d.refobjsubid = $2)
            ORDER BY c.relname
            """,
            static row => (row.GetString(0), new IndexText(row.GetFieldValue<string[]>(1), row.Text(2), row.GetBoolean(3))),
            cancellationToken, table.Sql, columns.Find(column => IsDocument(table, column))!.Number);
}
