using DocMigrate.Document.Attaching;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite;

/// <summary>
/// Where the documents of a collection are. In a table of its own <c>seq</c> numbers the documents in the order in which they came and never goes back, so that a pass can go
/// by it and tell what came later; <c>_id</c> is the document's <c>_id</c>, by which kept values and the quarantine know it; <c>document</c> is JSONB, or JSON text where the column is
/// declared TEXT. In a table that a collection is attached to, one key column is both, and the others are none of ours.
/// </summary>
internal sealed record CollectionTable
{
    private CollectionTable(string name, string sql) => (Name, Sql) = (name, sql);

    /// <summary>The column that has the document, in a table of its own.</summary>
    public const string OwnColumn = "document";

    /// <summary>The column that passes go by, in a table of its own.</summary>
    public const string OwnKey = "seq";

    /// <summary>The collection's name.</summary>
    public string Name { get; }

    /// <summary>The table's name as SQL.</summary>
    public string Sql { get; }

    /// <summary>The name of the column that passes go by, as SQL: unique and never null.</summary>
    public required string KeyColumn { get; init; }

    /// <summary>The name of the column by which kept values and the quarantine know a document, as SQL.</summary>
    public required string IdColumn { get; init; }

    /// <summary>The name of the column that has the document, as SQL.</summary>
    public required string Column { get; init; }

    /// <summary>Whether the table is this collection's own: its keys grow with time, and every row of it is a document that SQLite could read when it was put there.</summary>
    public required bool Own { get; init; }

    /// <summary>Whether keys are always integers.</summary>
    public bool Numbered { get; init; } = true;

    /// <summary>Whether documents are stored as JSONB.</summary>
    public bool Binary { get; init; } = true;

    /// <summary>Whether somebody made triggers on the table, which must see no more updates than there are changes.</summary>
    public bool HasTriggers { get; init; }

    /// <summary>The key of a row, in a statement in which the table has no other name. Another's columns may be named like those of the functions around them.</summary>
    public string Key => Own ? KeyColumn : $"{Sql}.{KeyColumn}";

    /// <summary>The document's id as a value without affinity, so that what is compared with it can be found by an index.</summary>
    /// <remarks>https://www.sqlite.org/datatype3.html#affinity_of_expressions</remarks>
    public string Id => Own ? $"{Sql}.{IdColumn}" : $"+{Sql}.{IdColumn}";

    /// <summary>The document.</summary>
    public string Document => Own ? Column : $"{Sql}.{Column}";

    /// <summary>The condition that a row has a document; null where every row has one.</summary>
    public string? HasDocument => Own ? null : $"{Document} IS NOT NULL";

    /// <summary>The condition that SQLite can read the document; null where it always can. Its functions fail the whole statement else.</summary>
    public string? IsReadable => Own ? null : $"json_valid({Document}, 9)";

    /// <summary>The table that <see cref="Create"/> makes.</summary>
    public static CollectionTable Of(string name) =>
        new(name, SqliteName.Quote(name)) { KeyColumn = OwnKey, IdColumn = "_id", Column = OwnColumn, Own = true };

    /// <summary>The table that a collection is attached to.</summary>
    public static CollectionTable Of(AttachedCollection attached)
    {
        ArgumentNullException.ThrowIfNull(attached);
        var key = SqliteName.Quote(attached.Key);
        return new(attached.Collection, SqliteName.Quote(attached.Table))
        {
            KeyColumn = key, IdColumn = key, Column = SqliteName.Quote(attached.Column), Own = false, Binary = false, Numbered = false,
        };
    }

    /// <summary>The statement that makes a collection's table.</summary>
    /// <remarks>AUTOINCREMENT: a number is never used again (https://www.sqlite.org/autoinc.html).</remarks>
    public static string Create(string name) =>
        $"CREATE TABLE {SqliteName.Quote(name)} (\n  {OwnKey} INTEGER PRIMARY KEY AUTOINCREMENT,\n  _id NOT NULL UNIQUE,\n  {OwnColumn} BLOB NOT NULL\n)";

    /// <summary>Makes a document out of a JSON text or a JSONB value.</summary>
    public string Store(string expression) => Binary ? $"jsonb({expression})" : $"json({expression})";

    /// <summary>An expression that the compiler made, in the form that the table stores.</summary>
    public string Stored(string expression) => Binary ? expression : $"json({expression})";

    /// <summary>A document as JSON text; what can't be read as it is, so that reading it says why.</summary>
    /// <param name="document">The document.</param>
    public string Text(string document) => Own ? $"json({document})" : $"CASE WHEN json_valid({document}, 9) THEN json({document}) ELSE CAST({document} AS TEXT) END";

    /// <summary>The SQL expression of a path of the document, as a value that an index can order.</summary>
    public string Value(DocumentPath path) => $"{Column} ->> {Compilation.JsonPathSql.Literal(path.Segments)}";

    /// <summary>The condition that a key is in a part of the collection. <c>$1</c> and <c>$2</c> are its borders, where it has any.</summary>
    /// <param name="range">The part.</param>
    /// <param name="snapshots">The table of what <see cref="PassRange.Snapshot"/> names.</param>
    /// <param name="key">The key; null for <see cref="Key"/>.</param>
    public string Within(PassRange range, string snapshots, string? key = null)
    {
        var of = key ?? Key;
        var parts = new List<string>();
        if (range.After is not null)
        {
            parts.Add($"{of} > $1");
        }

        if (range.UpTo is not null)
        {
            parts.Add($"{of} <= $2");
        }

        if (range.Snapshot is { } snapshot)
        {
            parts.Add($"EXISTS (SELECT 1 FROM {snapshots} k WHERE k.pass = {SqliteName.Text(snapshot)} AND k.document = +{of})");
        }

        return parts.Count == 0 ? "1" : string.Join(" AND ", parts);
    }

    /// <summary>The keys in a JSON array, as a subselect.</summary>
    public string Keys(string array) => $"(SELECT {(Numbered ? "value" : $"iif(type = 'object', unhex(value ->> '{RowKey.Bytes}'), value)")} FROM json_each({array}))";

    /// <summary>The key at the beginning of a JSON array.</summary>
    public string FirstKey(string array) =>
        Numbered ? $"{array} ->> 0" : $"iif(json_type({array}, '$[0]') = 'object', unhex({array} ->> '$[0].{RowKey.Bytes}'), {array} ->> 0)";
}
