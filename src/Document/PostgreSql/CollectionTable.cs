using System.Text.Json;
using DocMigrate.Document.Attaching;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.Values;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql;

/// <summary>
/// Where the documents of a collection are. In a table of its own <c>seq</c> numbers the documents in about the order in which they came and is never used again, so that a pass can
/// go by it and tell what came later; <c>_id</c> is the document's <c>_id</c>, by which kept values and the quarantine know it; <c>document</c> is jsonb. In a table that a
/// collection is attached to, one key column is both, and the others are none of ours. Statements call the table <c>t</c>.
/// </summary>
/// <param name="Name">The collection's name.</param>
/// <param name="Sql">The table's name as SQL.</param>
internal sealed record CollectionTable(string Name, string Sql)
{
    /// <summary>The column that has the document, in a table of its own.</summary>
    public const string OwnColumn = "document";

    /// <summary>The document in a table of its own, as statements have it.</summary>
    public const string OwnDocument = "t." + OwnColumn;

    private static readonly string[] s_integers = ["smallint", "integer", "bigint"];

    /// <summary>The name of the column that passes go by, as SQL: unique and never null.</summary>
    public string KeyColumn { get; init; } = "seq";

    /// <summary>The type of that column.</summary>
    public string KeyType { get; init; } = "bigint";

    /// <summary>The name of the column by which kept values and the quarantine know a document, as SQL.</summary>
    public string IdColumn { get; init; } = "_id";

    /// <summary>The type of that column.</summary>
    public string IdType { get; init; } = "jsonb";

    /// <summary>The name of the column that has the document, as SQL.</summary>
    public string Column { get; init; } = OwnColumn;

    /// <summary>The type of that column: what statements make of a document.</summary>
    public string Type { get; init; } = "jsonb";

    /// <summary>Whether the table is this collection's own: its keys grow with time, and every row of it is a document.</summary>
    public bool Own { get; init; } = true;

    /// <summary>The schema that it is in, where it was found.</summary>
    public string? Schema { get; init; }

    /// <summary>The key of a row.</summary>
    public string Key => $"t.{KeyColumn}";

    /// <summary>Whether keys are always integers.</summary>
    public bool Numbered => s_integers.Contains(KeyType);

    /// <summary>The document, as it is stored.</summary>
    public string Document => $"t.{Column}";

    /// <summary>Whether the server's functions can be used. Of other types a text may be no JSON, or have a key twice, which a cast to jsonb would drop.</summary>
    public bool IsJsonb => Type == "jsonb";

    /// <summary>The condition that a row has a document.</summary>
    public string HasDocument => Own ? PgSql.True : $"{Document} IS NOT NULL";

    /// <summary>The document's id as kept values and the quarantine have it: JSON text.</summary>
    public string Id => IdType == "jsonb" ? $"t.{IdColumn}::text" : $"to_jsonb(t.{IdColumn})::text";

    /// <summary>The table that <see cref="Create"/> makes.</summary>
    public static CollectionTable Of(string name) => new(name, PostgresName.Quote(name));

    /// <summary>The table that a collection is attached to.</summary>
    public static CollectionTable Of(AttachedCollection attached)
    {
        ArgumentNullException.ThrowIfNull(attached);
        var key = PostgresName.Quote(attached.Key);
        return new(attached.Collection, attached.Schema is { } schema ? PostgresName.Quote(schema, attached.Table) : PostgresName.Quote(attached.Table))
        {
            KeyColumn = key, KeyType = "text", IdColumn = key, IdType = "text", Column = PostgresName.Quote(attached.Column), Own = false, Schema = attached.Schema,
        };
    }

    /// <summary>The statement that makes a collection's table.</summary>
    public static string Create(string name) =>
        $"CREATE TABLE {PostgresName.Quote(name)} (\n  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
        + $"  _id jsonb NOT NULL UNIQUE GENERATED ALWAYS AS ({OwnColumn} -> '_id') STORED,\n  {OwnColumn} jsonb NOT NULL\n)";

    /// <summary>The id as JSON text, in the type of the column: to find documents by an index.</summary>
    public string IdOf(string text) => IdType == "jsonb" ? $"{text}::jsonb" : $"({text}::jsonb #>> '{{}}')::{IdType}";

    /// <summary>The SQL expression of a path of the document, as an index has it and a query must write it.</summary>
    public string Value(DocumentPath path) => new SymbolicDocument(Column).TextAt(path.Segments);

    /// <summary>A key as cursors have it, of the text that <c>::text</c> gives.</summary>
    public DocumentKey KeyOf(string text) => new(Numbered ? text : JsonSerializer.Serialize(text));

    /// <summary>A border or key as statements get it: text, to be cast to <see cref="KeyType"/>; empty for none.</summary>
    public static string TextOf(DocumentKey? key) => key is not { } known ? "" : known.Json.StartsWith('"') ? JsonSerializer.Deserialize<string>(known.Json)! : known.Json;

    /// <summary>The condition that a row is in a part of the collection. <c>$1</c> and <c>$2</c> are its borders, as text, where it has any.</summary>
    /// <param name="range">The part.</param>
    /// <param name="snapshots">The table of what <see cref="PassRange.Snapshot"/> names.</param>
    public string Within(PassRange range, string snapshots)
    {
        var parts = new List<string>();
        if (range.After is not null)
        {
            parts.Add($"{Key} > $1::{KeyType}");
        }

        if (range.UpTo is not null)
        {
            parts.Add($"{Key} <= $2::{KeyType}");
        }

        if (range.Snapshot is { } snapshot)
        {
            parts.Add($"EXISTS (SELECT 1 FROM {snapshots} k WHERE k.pass = {PgSql.Text(snapshot)} AND k.document = {Id})");
        }

        return parts.Count == 0 ? PgSql.True : string.Join(" AND ", parts);
    }
}
