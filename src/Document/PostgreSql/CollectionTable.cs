using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql;

/// <summary>
/// The table of a collection: <c>seq</c> numbers the documents in about the order in which they came and is never used again, so that a pass can go by it and tell what came
/// later; <c>_id</c> is the document's <c>_id</c>, by which kept values and the quarantine know it; <c>document</c> is jsonb.
/// </summary>
/// <param name="Schema">The schema that it is in; null for the first of the search path.</param>
/// <param name="Name">The collection's name, which is the table's.</param>
/// <param name="IdType">The type of the column <c>_id</c>.</param>
internal sealed record CollectionTable(string? Schema, string Name, string IdType = "jsonb")
{
    /// <summary>The column that has the document.</summary>
    public const string Column = "document";

    /// <summary>The document as statements have it, in which the table is <c>t</c>.</summary>
    public const string Stored = "t." + Column;

    /// <summary>The table as SQL. Statements call it <c>t</c>.</summary>
    public string Sql => Schema is null ? PostgresName.Quote(Name) : PostgresName.Quote(Schema, Name);

    /// <summary>The document's id as kept values and the quarantine have it: JSON text.</summary>
    public string Id => IdType == "jsonb" ? "t._id::text" : "to_jsonb(t._id)::text";

    /// <summary>The id as JSON text, in the type of the column: to find documents by an index.</summary>
    public string IdOf(string text) => IdType == "jsonb" ? $"{text}::jsonb" : $"({text}::jsonb #>> '{{}}')::{IdType}";

    /// <summary>The statement that makes a collection's table.</summary>
    public static string Create(string name) =>
        $"CREATE TABLE {PostgresName.Quote(name)} (\n  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
        + $"  _id jsonb NOT NULL UNIQUE GENERATED ALWAYS AS ({Column} -> '_id') STORED,\n  {Column} jsonb NOT NULL\n)";

    /// <summary>The table of a collection; null when there is none.</summary>
    /// <exception cref="StoreException">There is a relation of that name, and it is no collection.</exception>
    public static async Task<CollectionTable?> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        var columns = await connection.ListAsync(
            """
            SELECT n.nspname, c.relkind::text, a.attname, format_type(a.atttypid, NULL)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.oid = to_regclass($1) ORDER BY a.attnum
            """,
            static row => (Schema: row.GetString(0), Kind: row.GetString(1), Name: row.Text(2), Type: row.Text(3)), cancellationToken, PostgresName.Quote(name));
        if (columns.Count == 0)
        {
            return null;
        }

        string? Type(string column) => columns.Where(known => known.Name == column).Select(static known => known.Type).FirstOrDefault();
        return columns[0].Kind is "r" or "p" && Type("seq") == "bigint" && Type("_id") is { } id && Type(Column) == "jsonb"
            ? new CollectionTable(columns[0].Schema, name, id)
            : throw new StoreException(
                PostgresJsonErrors.NotACollection,
                $"'{name}' in schema '{columns[0].Schema}' is no collection: {(columns[0].Kind is "r" or "p" ? "a table" : "no table; it")} has the columns "
                + $"{string.Join(", ", columns.Select(static column => $"{column.Name} {column.Type}"))}.",
                $"A collection's table has seq bigint, _id and {Column} jsonb: {Create(name).ReplaceLineEndings(" ")}. Rename what is there, or the collection.");
    }

    /// <summary>The SQL expression of a path of the document, as an index has it and a query must write it.</summary>
    public static string Value(DocumentPath path) => new SymbolicDocument(Column).TextAt(path.Segments);
}
