using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite;

/// <summary>
/// The table of a collection: <c>seq</c> numbers the documents in the order in which they came and never goes back, so that a pass can go by it and
/// tell what came later; <c>_id</c> is the document's <c>_id</c>; <c>document</c> is JSONB, or JSON text where the column is declared TEXT.
/// </summary>
/// <param name="Name">The collection's name, which is the table's.</param>
/// <param name="Binary">Whether documents are stored as JSONB.</param>
/// <param name="HasTriggers">Whether somebody made triggers on it, which must see no more updates than there are changes.</param>
internal sealed record CollectionTable(string Name, bool Binary, bool HasTriggers = false)
{
    /// <summary>The column that has the document.</summary>
    public const string Column = "document";

    /// <summary>The table's name as SQL.</summary>
    public string Sql => SqliteName.Quote(Name);

    /// <summary>Makes a document out of a JSON text or a JSONB value.</summary>
    public string Store(string expression) => Binary ? $"jsonb({expression})" : $"json({expression})";

    /// <summary>An expression that the compiler made, in the form that the table stores.</summary>
    public string Stored(string expression) => Binary ? expression : $"json({expression})";

    /// <summary>The statement that makes a collection's table.</summary>
    /// <remarks>AUTOINCREMENT: a number is never used again (https://www.sqlite.org/autoinc.html).</remarks>
    public static string Create(string name) =>
        $"CREATE TABLE {SqliteName.Quote(name)} (\n  seq INTEGER PRIMARY KEY AUTOINCREMENT,\n  _id NOT NULL UNIQUE,\n  {Column} BLOB NOT NULL\n)";

    /// <summary>The table of a collection; null when there is none.</summary>
    /// <exception cref="Errors.StoreException">There is a table of that name, and it is no collection.</exception>
    public static async Task<CollectionTable?> FindAsync(SqliteConnection connection, string name, CancellationToken cancellationToken)
    {
        var columns = await connection.ListAsync(
            "SELECT name, upper(type) FROM pragma_table_info($1)", static row => (Name: row.GetString(0), Type: row.GetString(1)), cancellationToken, name);
        if (columns.Count == 0)
        {
            return null;
        }

        var what = await connection.ScalarAsync(
            "SELECT iif(type = 'view', 'view', iif(sql LIKE 'CREATE VIRTUAL %', 'virtual table', NULL)) FROM sqlite_master WHERE type IN ('table', 'view') AND name = $1 COLLATE NOCASE",
            cancellationToken, name);
        if (what is string other)
        {
            throw new Errors.StoreException(
                JsonStoreErrors.NotACollection,
                $"'{name}' is a {other}, which is no collection.",
                $"Name the table that the documents are in, and make the {other} again after the migration if its columns changed.");
        }

        string? Type(string column) => columns.Where(known => known.Name == column).Select(static known => known.Type).FirstOrDefault();
        var triggers = await connection.CountAsync(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = $1 COLLATE NOCASE", cancellationToken, name);
        return Type("seq") == "INTEGER" && Type("_id") is not null && Type(Column) is { } type
            ? new CollectionTable(name, type != "TEXT", triggers > 0)
            : throw new Errors.StoreException(
                JsonStoreErrors.NotACollection,
                $"The table '{name}' is no collection: it has the columns {string.Join(", ", columns.Select(static column => column.Name))}.",
                $"A collection's table has seq INTEGER PRIMARY KEY AUTOINCREMENT, _id NOT NULL UNIQUE and {Column} BLOB or TEXT. Rename the other table, or the collection.");
    }

    /// <summary>The SQL expression of a path of the document, as a value that an index can order.</summary>
    public static string Value(DocumentPath path) => $"{Column} ->> {Compilation.JsonPathSql.Literal(path.Segments)}";
}
