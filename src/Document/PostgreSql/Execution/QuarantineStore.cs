using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.Values;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>The list of documents that operations could not convert. The tables must exist.</summary>
/// <param name="tables">The tables, by the connection that works on them.</param>
/// <param name="store">The store's name.</param>
internal sealed class QuarantineStore(KeptTables tables, string store)
{
    /// <summary>A condition that leaves out the documents that are on the list; the collection's table is <c>t</c>.</summary>
    public string Without(CollectionTable table) =>
        $"NOT EXISTS (SELECT 1 FROM {tables.Quarantine} q WHERE q.store = {PgSql.Text(store)} AND q.collection = {PgSql.Text(table.Name)} AND q.document = {table.Id})";

    public async Task<bool> AnyAsync(string collection, CancellationToken cancellationToken) => await tables.Connection.ScalarAsync(
        $"SELECT 1 FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 LIMIT 1", cancellationToken, store, collection) is not null;

    /// <summary>Puts a document on the list.</summary>
    public Task AddAsync(QuarantineEntry entry, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"""
        INSERT INTO {tables.Quarantine} (store, collection, document, module, name, direction, first_operation, operation, path, reason, content_hash, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (store, collection, document) DO UPDATE SET module = excluded.module, name = excluded.name, direction = excluded.direction,
          first_operation = excluded.first_operation, operation = excluded.operation, path = excluded.path, reason = excluded.reason,
          content_hash = excluded.content_hash, at = excluded.at
        """,
        cancellationToken,
        store, entry.Collection, ((DocumentId)entry.Document).Json, entry.Migration.Module, entry.Migration.Name, entry.Direction.ToString(), entry.FirstOperation, entry.Operation,
        ShadowStore.Path(entry.Path), entry.Reason, entry.ContentHash, entry.At.ToString("O"));

    /// <summary>Takes off the list what one direction of a pass had put there, in the part of the collection that the opposite one goes over.</summary>
    public Task ReleaseAsync(CollectionTable table, MigrationId migration, int firstOperation, Direction direction, DocumentKey? upTo, CancellationToken cancellationToken) =>
        tables.Connection.ExecuteAsync(
            $"""
            DELETE FROM {tables.Quarantine} q WHERE q.store = $1 AND q.collection = $2 AND q.module = $3 AND q.name = $4 AND q.first_operation = $5 AND q.direction = $7
              {(upTo is null ? "" : $"AND NOT EXISTS (SELECT 1 FROM {table.Sql} t WHERE t.{table.IdColumn} = {table.IdOf("q.document")} AND {table.Key} > $6::{table.KeyType})")}
            """,
            cancellationToken,
            store, table.Name, migration.Module, migration.Name, firstOperation, CollectionTable.TextOf(upTo), direction.ToString());

    /// <summary>The documents of a part of a collection that the opposite direction of one of a pass's migrations put on the list.</summary>
    public Task<List<(DocumentKey Key, MigrationId Migration)>> ListAsync(
        CollectionTable table, ReshapePass pass, PassRange range, int most, CancellationToken cancellationToken)
    {
        var parts = string.Join(" OR ", pass.Migrations.Select(migration => string.Create(
            CultureInfo.InvariantCulture, $"(q.module = {PgSql.Text(migration.Module)} AND q.name = {PgSql.Text(migration.Name)} AND q.first_operation = {pass.First(migration)})")));
        return tables.Connection.ListAsync(
            $"""
            SELECT {table.Key}::text, q.module, q.name FROM {tables.Quarantine} q JOIN {table.Sql} t ON t.{table.IdColumn} = {table.IdOf("q.document")}
            WHERE q.store = $3 AND q.collection = $4 AND q.direction = $5 AND ({parts}) AND {table.Within(range, tables.Snapshot)} ORDER BY {table.Key} LIMIT $6
            """,
            row => (table.KeyOf(row.GetString(0)), new MigrationId(row.GetString(1), row.GetString(2))),
            cancellationToken,
            CollectionTable.TextOf(range.After), CollectionTable.TextOf(range.UpTo), store, table.Name, pass.Opposite.ToString(), most);
    }

    /// <summary>Takes documents off the list.</summary>
    public Task ReleaseAsync(CollectionTable table, IReadOnlyList<string> documents, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"DELETE FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 AND document = ANY($3)", cancellationToken, store, table.Name, documents.ToArray());

    public Task<List<string>> CollectionsAsync(CancellationToken cancellationToken) => tables.Connection.ListAsync(
        $"SELECT collection FROM (SELECT DISTINCT collection FROM {tables.Quarantine} WHERE store = $1) AS c ORDER BY collection COLLATE \"C\"",
        static row => row.GetString(0), cancellationToken, store);

    /// <summary>The list of a collection, with the documents as they are now.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="table">Its table; null when that is gone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<QuarantinedRow> ReadAsync(string collection, CollectionTable? table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = tables.Connection.Command(
            $"""
            SELECT q.document, q.module, q.name, q.direction, q.first_operation, q.operation, q.path, q.reason, q.content_hash, q.at, {(table is null ? "NULL::text, NULL::text" : $"{table.Key}::text, {table.Document}::text")}
            FROM {tables.Quarantine} q {(table is null ? "" : $"LEFT JOIN {table.Sql} t ON t.{table.IdColumn} = {table.IdOf("q.document")} AND {table.HasDocument}")}
            WHERE q.store = $1 AND q.collection = $2 ORDER BY q.document
            """,
            store, collection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var entry = new QuarantineEntry
            {
                Collection = collection,
                Document = new DocumentId(reader.GetString(0)),
                Migration = new MigrationId(reader.GetString(1), reader.GetString(2)),
                Direction = Enum.Parse<Direction>(reader.GetString(3)),
                FirstOperation = reader.GetInt32(4),
                Operation = reader.GetInt32(5),
                Path = JsonSerializer.Deserialize<DocumentPath>(reader.GetString(6))!,
                Reason = reader.GetString(7),
                ContentHash = reader.GetString(8),
                At = DateTimeOffset.Parse(reader.GetString(9), CultureInfo.InvariantCulture),
            };
            yield return reader.IsDBNull(10)
                ? new QuarantinedRow(entry, null, null)
                : new QuarantinedRow(entry, table!.KeyOf(reader.GetString(10)), reader.GetString(11));
        }
    }

    /// <summary>Takes documents off the list, those of dropped collections too.</summary>
    public Task RemoveAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"DELETE FROM {tables.Quarantine} q USING unnest($2, $3) AS v(collection, document) WHERE q.store = $1 AND q.collection = v.collection AND q.document = v.document",
        cancellationToken,
        store, entries.Select(static entry => entry.Collection).ToArray(), entries.Select(static entry => ((DocumentId)entry.Document).Json).ToArray());

    /// <summary>Follows a collection's renaming. What is on the list under the new name is overtaken.</summary>
    public async Task RenameAsync(string from, string to, CancellationToken cancellationToken)
    {
        await tables.Connection.ExecuteAsync($"DELETE FROM {tables.Quarantine} WHERE store = $1 AND collection = $2", cancellationToken, store, to);
        await tables.Connection.ExecuteAsync($"UPDATE {tables.Quarantine} SET collection = $3 WHERE store = $1 AND collection = $2", cancellationToken, store, from, to);
    }
}
