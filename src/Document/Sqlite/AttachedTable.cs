using DocMigrate.Document.Attaching;
using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite;

/// <summary>Looks whether a table is one that the collection can be attached to.</summary>
/// <param name="connection">The connection.</param>
/// <param name="attached">What the configuration says.</param>
internal sealed class AttachedTable(SqliteConnection connection, AttachedCollection attached)
{
    private static readonly string[] s_numeric = ["INT", "REAL", "FLOA", "DOUB"];

    /// <summary>The table; null when it is not there, or a column of it, and that is no error.</summary>
    /// <exception cref="StoreException">It is not there and has to be, or it is not of use.</exception>
    public async Task<CollectionTable?> FindAsync(bool required, CancellationToken cancellationToken)
    {
        // Other than table_info, table_xinfo has generated columns too (https://www.sqlite.org/pragma.html#pragma_table_xinfo).
        var columns = await connection.ListAsync(
            "SELECT name, upper(type), pk, hidden FROM pragma_table_xinfo($1)",
            static row => new Column(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3) > 0), cancellationToken, attached.Table);
        if (columns.Count == 0)
        {
            return required
                ? throw Error(JsonStoreErrors.AttachedTableMissing, $"there is no table '{attached.Table}'. There are {Listed(await TablesAsync(cancellationToken))}", "Correct \"table\"")
                : null;
        }

        await CollectionTables.RequireTableAsync(connection, attached.Collection, attached.Table, cancellationToken);
        if (Find(columns, attached.Key) is not { } key || Find(columns, attached.Column) is not { } document)
        {
            var missing = Find(columns, attached.Key) is null ? attached.Key : attached.Column;
            return required
                ? throw Error(JsonStoreErrors.AttachedColumnMissing, $"the table '{attached.Table}' has no column '{missing}'. It has {Listed(columns.Select(static column => column.Name))}", "Correct \"key\" and \"document\"")
                : null;
        }

        var table = CollectionTable.Of(attached with { Key = key.Name, Column = document.Name });
        await RequireKeyAsync(table, key, columns, cancellationToken);
        return table with
        {
            Numbered = await IsRowIdAsync(key, columns, cancellationToken),
            Binary = await IsBinaryAsync(table, document, cancellationToken),
            HasTriggers = await CollectionTables.HasTriggersAsync(connection, attached.Table, cancellationToken),
        };
    }

    private static Column? Find(IEnumerable<Column> columns, string name) => columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Listed(IEnumerable<string> names) => names.Any() ? string.Join(", ", names.Take(20)) : "none";

    private Task<List<string>> TablesAsync(CancellationToken cancellationToken) => connection.ListAsync(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name", static row => row.GetString(0), cancellationToken);

    /// <summary>An INTEGER PRIMARY KEY is the row's number, and holds nothing but integers (https://www.sqlite.org/rowidtable.html).</summary>
    private async Task<bool> IsRowIdAsync(Column key, List<Column> columns, CancellationToken cancellationToken) =>
        key is { Type: "INTEGER", PrimaryKey: 1 } && columns.Count(static column => column.PrimaryKey > 0) == 1
        && await connection.CountAsync("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = $1 COLLATE NOCASE", cancellationToken, attached.Table) == 0
        && await connection.CountAsync("SELECT count(*) FROM pragma_index_list($1) WHERE origin = 'pk'", cancellationToken, attached.Table) == 0;

    private async Task RequireKeyAsync(CollectionTable table, Column key, List<Column> columns, CancellationToken cancellationToken)
    {
        const string Remedy = "Name in \"key\" a column that tells the rows apart by itself";
        if (key.Generated)
        {
            throw Error(JsonStoreErrors.AttachedKeyUnfit, $"the column '{key.Name}' of '{attached.Table}' is computed: it may change with the document", Remedy);
        }

        var unique = await IsRowIdAsync(key, columns, cancellationToken) || await connection.CountAsync(
            """
            SELECT count(*) FROM pragma_index_list($1) l WHERE l."unique" AND NOT l.partial
              AND (SELECT group_concat(coalesce(x.name, '')) FROM pragma_index_info(l.name) x) = $2
            """,
            cancellationToken, attached.Table, key.Name) > 0;
        if (!unique)
        {
            var keys = columns.Where(static column => column.PrimaryKey > 0).OrderBy(static column => column.PrimaryKey).Select(static column => column.Name).ToList();
            throw Error(
                JsonStoreErrors.AttachedKeyUnfit,
                $"no primary key and no unique index says of the column '{key.Name}' of '{attached.Table}' alone that it is unique{(keys.Count > 1 ? $": the primary key is {string.Join(", ", keys)}, and a key of several columns can't be used" : "")}",
                $"{Remedy}, or make it unique: CREATE UNIQUE INDEX … ON {table.Sql} ({table.KeyColumn})");
        }

        if (await connection.ScalarAsync($"SELECT 1 FROM {table.Sql} WHERE {table.Key} IS NULL AND {table.HasDocument} LIMIT 1", cancellationToken) is not null)
        {
            throw Error(JsonStoreErrors.AttachedKeyUnfit, $"rows of '{attached.Table}' have no key: '{key.Name}' is NULL in them", "Give them one");
        }
    }

    /// <summary>How documents are stored is known by the first one; where there is none, by the column's declared type.</summary>
    private async Task<bool> IsBinaryAsync(CollectionTable table, Column document, CancellationToken cancellationToken)
    {
        const string Remedy = "Name in \"document\" a column with JSON text or JSONB";
        if (document.Generated || s_numeric.Any(type => document.Type.Contains(type, StringComparison.Ordinal)))
        {
            throw Error(
                JsonStoreErrors.AttachedColumnUnfit,
                $"the column '{document.Name}' of '{attached.Table}' {(document.Generated ? "is computed" : $"has the type {document.Type}")}, so no document can be stored in it", Remedy);
        }

        var first = await connection.ListAsync(
            $"SELECT typeof({table.Document}), json_valid({table.Document}, 8), iif(json_valid({table.Document}, 9), json_type({table.Document}), '') FROM {table.Sql} WHERE {table.HasDocument} ORDER BY {table.Key} LIMIT 1",
            static row => (Type: row.GetString(0), IsJsonb: row.GetBoolean(1), Kind: row.GetString(2)), cancellationToken);
        return first switch
        {
            [] => document.Type.Contains("BLOB", StringComparison.Ordinal),
            [{ Type: "text", Kind: not "array" }] => false,
            [{ Type: "blob", IsJsonb: true, Kind: not "array" }] => true,
            [{ Kind: "array" }] => throw Error(
                JsonStoreErrors.AttachedColumnUnfit, $"the column '{document.Name}' of '{attached.Table}' has arrays, and a document is an object", "Put the array into an object by SQL, in the program too"),
            [var other] => throw Error(
                JsonStoreErrors.AttachedColumnUnfit, $"the column '{document.Name}' of '{attached.Table}' has a value of type {other.Type}{(other.Type == "blob" ? " that is no JSONB" : "")}", Remedy),
            _ => throw new InvalidOperationException("One row was asked for."),
        };
    }

    private StoreException Error(ErrorCode code, string what, string remedy) =>
        new(code, $"The collection '{attached.Collection}' is attached to '{attached.Table}': {what}.", $"{remedy}, for the collection '{attached.Collection}' under \"collections\" in the configuration.");

    private sealed record Column(string Name, string Type, long PrimaryKey, bool Generated);
}
