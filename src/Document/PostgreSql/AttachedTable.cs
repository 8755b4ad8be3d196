using DocMigrate.Document.Attaching;
using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql;

/// <summary>Looks whether a table is one that the collection can be attached to.</summary>
/// <param name="connection">The connection.</param>
/// <param name="attached">What the configuration says.</param>
internal sealed class AttachedTable(NpgsqlConnection connection, AttachedCollection attached)
{
    private const string Remedy = "Name in \"key\" a column that tells the rows apart by itself";
    private static readonly string[] s_types = ["jsonb", "json", "text", "character varying"];

    /// <summary>The table; null when it is not there, or a column of it, and that is no error.</summary>
    /// <exception cref="StoreException">It is not there and has to be, or it is not of use.</exception>
    public async Task<CollectionTable?> FindAsync(bool required, CancellationToken cancellationToken)
    {
        var stated = CollectionTable.Of(attached);
        var columns = await RelationColumn.ListAsync(connection, stated.Sql, cancellationToken);
        if (columns.Count == 0)
        {
            return required
                ? throw Error(PostgresJsonErrors.AttachedTableMissing, $"there is no such table{(attached.Schema is null ? " on the search path" : "")}. {await TablesAsync(cancellationToken)}", "Correct \"table\"")
                : null;
        }

        if (!columns[0].IsTable)
        {
            throw Error(PostgresJsonErrors.NotACollection, "that is a view, or something else, and no table", "Name in \"table\" the table that the documents are in");
        }

        var key = columns.Find(column => column.Name == attached.Key);
        var document = columns.Find(column => column.Name == attached.Column);
        if (key is null || document is null)
        {
            return required
                ? throw Error(
                    PostgresJsonErrors.AttachedColumnMissing,
                    $"it has no column '{(key is null ? attached.Key : attached.Column)}', but {string.Join(", ", columns.Select(static column => column.Name))}", "Correct \"key\" and \"document\"")
                : null;
        }

        var table = stated with
        {
            Sql = PostgresName.Quote(key.Schema, attached.Table),
            Schema = key.Schema,
            KeyType = key.Type,
            IdType = key.Type,
            Type = Plain(document.Type),
        };
        RequireDocuments(document);
        await RequireKeyAsync(table, key, cancellationToken);
        await RequireObjectsAsync(table, cancellationToken);
        return table;
    }

    private static string Plain(string type) => type.Split('(')[0];

    private async Task<string> TablesAsync(CancellationToken cancellationToken)
    {
        var tables = await connection.ListAsync(
            "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 20",
            static row => row.GetString(0), cancellationToken);
        return tables.Count == 0 ? "The database has no tables" : $"The database has {string.Join(", ", tables)}";
    }

    private void RequireDocuments(RelationColumn document)
    {
        if (document.Generated || !s_types.Contains(Plain(document.Type)))
        {
            throw Error(
                PostgresJsonErrors.AttachedColumnUnfit,
                $"the column '{document.Name}' {(document.Generated ? "is computed" : $"has the type {document.Type}")}, so no document can be stored in it",
                "Name in \"document\" a column of type jsonb, json or text");
        }
    }

    private async Task RequireKeyAsync(CollectionTable table, RelationColumn key, CancellationToken cancellationToken)
    {
        if (key.Generated)
        {
            throw Error(PostgresJsonErrors.AttachedKeyUnfit, $"the column '{key.Name}' is computed: it may change with the document", Remedy);
        }

        var unique = await connection.CountAsync(
            """
            SELECT count(*) FROM pg_index WHERE indrelid = to_regclass($1) AND indisunique AND indisvalid AND indimmediate AND indpred IS NULL AND indnkeyatts = 1 AND indkey[0] = $2
            """,
            cancellationToken, table.Sql, (short)key.Number) > 0;
        if (!unique)
        {
            var keys = await connection.ListAsync(
                "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey::smallint[]) WHERE i.indrelid = to_regclass($1) AND i.indisprimary ORDER BY a.attnum",
                static row => row.GetString(0), cancellationToken, table.Sql);
            throw Error(
                PostgresJsonErrors.AttachedKeyUnfit,
                $"no primary key and no unique index says of the column '{key.Name}' alone that it is unique{(keys.Count > 1 ? $": the primary key is {string.Join(", ", keys)}, and a key of several columns can't be used" : "")}",
                $"{Remedy}, or make it unique: CREATE UNIQUE INDEX CONCURRENTLY ON {table.Sql} ({table.KeyColumn})");
        }

        if (await connection.ScalarAsync($"SELECT 1 FROM {table.Sql} AS t WHERE {table.Key} IS NULL AND {table.HasDocument} LIMIT 1", cancellationToken) is not null)
        {
            throw Error(PostgresJsonErrors.AttachedKeyUnfit, $"rows have no key: '{key.Name}' is NULL in them", "Give them one");
        }
    }

    /// <summary>A column of arrays is known by its first value.</summary>
    private async Task RequireObjectsAsync(CollectionTable table, CancellationToken cancellationToken)
    {
        var first = await connection.TextAsync($"SELECT left(ltrim({table.Document}::text), 1) FROM {table.Sql} AS t WHERE {table.HasDocument} ORDER BY {table.Key} LIMIT 1", cancellationToken);
        if (first == "[")
        {
            throw Error(PostgresJsonErrors.AttachedColumnUnfit, $"the column '{attached.Column}' has arrays, and a document is an object", "Put the array into an object by SQL, in the program too");
        }
    }

    private StoreException Error(ErrorCode code, string what, string remedy) =>
        new(code, $"The collection '{attached.Collection}' is attached to '{attached.Place}': {what}.", $"{remedy}, for the collection '{attached.Collection}' under \"collections\" in the configuration.");
}
