using System.Globalization;
using System.Text.Json;
using DocMigrate.Backends;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tables;

/// <summary>
/// The list of documents that operations could not convert, of a store whose collections are tables of a SQL database: the backend adds how an entry is told to be of a row. The table must exist.
/// </summary>
/// <param name="session">The connection that works on it.</param>
/// <param name="table">The list's table, as SQL.</param>
/// <param name="store">The store's name.</param>
public abstract class QuarantineList(ISqlSession session, string table, string store)
{
    /// <summary>The store's name.</summary>
    protected string Store => store;

    /// <summary>Whether a collection has documents on the list.</summary>
    public async Task<bool> AnyAsync(string collection, CancellationToken cancellationToken) =>
        await session.ScalarAsync($"SELECT 1 FROM {table} WHERE store = $1 AND collection = $2 LIMIT 1", [store, collection], cancellationToken) is not null;

    /// <summary>Puts a document on the list.</summary>
    public Task AddAsync(QuarantineEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return session.ExecuteAsync(
            $"""
            INSERT INTO {table} (store, collection, document, module, name, direction, first_operation, operation, path, reason, content_hash, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (store, collection, document) DO UPDATE SET module = excluded.module, name = excluded.name, direction = excluded.direction,
              first_operation = excluded.first_operation, operation = excluded.operation, path = excluded.path, reason = excluded.reason,
              content_hash = excluded.content_hash, at = excluded.at
            """,
            [
                store, entry.Collection, ValueOf(entry.Document), entry.Migration.Module, entry.Migration.Name, entry.Direction.ToString(), entry.FirstOperation, entry.Operation,
                KeptSets.Path(entry.Path), entry.Reason, entry.ContentHash, entry.At.ToString("O"),
            ],
            cancellationToken);
    }

    /// <summary>The collections that have documents on the list, ordinally.</summary>
    public async Task<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken) =>
        [.. (await session.ListAsync($"SELECT DISTINCT collection FROM {table} WHERE store = $1", static row => row.Text(0), [store], cancellationToken)).Order(StringComparer.Ordinal)];

    /// <summary>Follows a collection's renaming. What is on the list under the new name is overtaken.</summary>
    public async Task RenameAsync(string from, string to, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"DELETE FROM {table} WHERE store = $1 AND collection = $2", [store, to], cancellationToken);
        await session.ExecuteAsync($"UPDATE {table} SET collection = $3 WHERE store = $1 AND collection = $2", [store, from, to], cancellationToken);
    }

    /// <summary>The list of a collection, with the documents as they are now.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="key">The key of the document's row and its text, as SQL; the key is null where there is none.</param>
    /// <param name="join">Joins the collection's table to the list, which is <c>q</c>; empty where that is gone.</param>
    /// <param name="keyOf">Reads a key.</param>
    /// <param name="cancellationToken">Stops it.</param>
    protected IAsyncEnumerable<QuarantinedRow> ReadAsync(
        string collection, string key, string join, Func<object, DocumentKey> keyOf, CancellationToken cancellationToken) => session.StreamAsync(
        $"""
        SELECT q.document, q.module, q.name, q.direction, q.first_operation, q.operation, q.path, q.reason, q.content_hash, q.at, {key}
        FROM {table} q {join} WHERE q.store = $1 AND q.collection = $2 ORDER BY q.document
        """,
        row => row.Value(10) is { } of ? new QuarantinedRow(Entry(collection, row), keyOf(of), row.Text(11)) : new QuarantinedRow(Entry(collection, row), null, null),
        [store, collection],
        cancellationToken);

    /// <summary>The condition that an entry, <c>q</c>, is of the opposite direction of one of a pass's migrations; <c>$3</c> is the store, <c>$4</c> the collection, <c>$5</c> the direction.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="literal">Writes a text as SQL.</param>
    protected static string Of(ReshapePass pass, Func<string, string> literal)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var migrations = pass.Migrations.Select(migration => string.Create(
            CultureInfo.InvariantCulture, $"(q.module = {literal(migration.Module)} AND q.name = {literal(migration.Name)} AND q.first_operation = {pass.First(migration)})"));
        return $"q.store = $3 AND q.collection = $4 AND q.direction = $5 AND ({string.Join(" OR ", migrations)})";
    }

    /// <summary>What stands for a document on the list.</summary>
    protected abstract object ValueOf(object document);

    /// <summary>A document, as passes name it.</summary>
    protected abstract object DocumentOf(object value);

    private QuarantineEntry Entry(string collection, ISqlRow row) => new()
    {
        Collection = collection,
        Document = DocumentOf(row.Value(0)!),
        Migration = new MigrationId(row.Text(1), row.Text(2)),
        Direction = Enum.Parse<Direction>(row.Text(3)),
        FirstOperation = (int)row.Number(4),
        Operation = (int)row.Number(5),
        Path = JsonSerializer.Deserialize<DocumentPath>(row.Text(6))!,
        Reason = row.Text(7),
        ContentHash = row.Text(8),
        At = DateTimeOffset.Parse(row.Text(9), CultureInfo.InvariantCulture),
    };
}
