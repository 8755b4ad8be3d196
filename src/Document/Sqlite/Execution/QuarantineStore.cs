using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>The list of documents that operations could not convert. The tables must exist.</summary>
/// <param name="tables">The tables, by the connection that writes.</param>
/// <param name="store">The store's name.</param>
internal sealed class QuarantineStore(KeptTables tables, string store)
{
    /// <summary>A condition that leaves out the documents that are on the list; <paramref name="table"/> is the collection's table.</summary>
    public string Without(CollectionTable table) =>
        $"NOT EXISTS (SELECT 1 FROM {tables.Quarantine} q WHERE q.store = {SqliteName.Text(store)} AND q.collection = {SqliteName.Text(table.Name)} AND q.document = {table.Id})";

    public async Task<bool> AnyAsync(string collection, CancellationToken cancellationToken) => await tables.Connection.ScalarAsync(
        $"SELECT 1 FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 LIMIT 1", cancellationToken, store, collection) is not null;

    /// <summary>Puts a document on the list.</summary>
    public Task AddAsync(QuarantineEntry entry, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"""
        INSERT OR REPLACE INTO {tables.Quarantine}
          (store, collection, document, module, name, direction, first_operation, operation, path, reason, content_hash, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        cancellationToken,
        store, entry.Collection, ((RowKey)entry.Document).Value, entry.Migration.Module, entry.Migration.Name, entry.Direction.ToString(), entry.FirstOperation, entry.Operation,
        ShadowStore.Path(entry.Path), entry.Reason, entry.ContentHash, entry.At.ToString("O"));

    /// <summary>Takes a document off the list.</summary>
    public Task RemoveAsync(QuarantineEntry entry, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"DELETE FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 AND document = $3", cancellationToken, store, entry.Collection, ((RowKey)entry.Document).Value);

    /// <summary>The collections that have documents on the list.</summary>
    public Task<List<string>> CollectionsAsync(CancellationToken cancellationToken) => tables.Connection.ListAsync(
        $"SELECT DISTINCT collection FROM {tables.Quarantine} WHERE store = $1 ORDER BY collection", static row => row.GetString(0), cancellationToken, store);

    /// <summary>The list of a collection, with the documents as they are now.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="table">Its table; null when that is gone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<QuarantinedRow> ReadAsync(string collection, CollectionTable? table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = tables.Connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT q.document, q.module, q.name, q.direction, q.first_operation, q.operation, q.path, q.reason, q.content_hash, q.at, {(table is null ? "NULL, NULL" : $"t.{table.KeyColumn}, {table.Text($"t.{table.Column}")}")}
            FROM {tables.Quarantine} q {(table is null ? "" : $"LEFT JOIN {table.Sql} t ON t.{table.IdColumn} = q.document AND t.{table.Column} IS NOT NULL")}
            WHERE q.store = $1 AND q.collection = $2 ORDER BY q.document
            """;
        command.Parameters.AddWithValue("$1", store);
        command.Parameters.AddWithValue("$2", collection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var entry = new QuarantineEntry
            {
                Collection = collection,
                Document = new RowKey(reader.GetValue(0)),
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
                : new QuarantinedRow(entry, new RowKey(reader.GetValue(10)).Key, reader.GetString(11));
        }
    }

    /// <summary>Takes off the list what one direction of a pass had put there, in the part of the collection that the opposite one goes over.</summary>
    /// <returns>How many documents.</returns>
    public Task<int> ReleaseAsync(CollectionTable table, MigrationId migration, int firstOperation, Direction direction, RowKey? upTo, CancellationToken cancellationToken) =>
        tables.Connection.ExecuteAsync(
            $"""
            DELETE FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 AND module = $3 AND name = $4 AND first_operation = $5 AND direction = $7
              AND ($6 IS NULL OR NOT EXISTS (SELECT 1 FROM {table.Sql} t WHERE t.{table.IdColumn} = {tables.Quarantine}.document AND t.{table.KeyColumn} > $6))
            """,
            cancellationToken,
            store, table.Name, migration.Module, migration.Name, firstOperation, upTo?.Value, direction.ToString());

    /// <summary>The documents of a part of a collection that the opposite direction of one of a pass's migrations put on the list.</summary>
    public async Task<List<(RowKey Key, MigrationId Migration)>> ListAsync(
        CollectionTable table, ReshapePass pass, PassRange range, int most, CancellationToken cancellationToken)
    {
        var parts = string.Join(" OR ", pass.Migrations.Select(migration => string.Create(
            CultureInfo.InvariantCulture, $"(q.module = {SqliteName.Text(migration.Module)} AND q.name = {SqliteName.Text(migration.Name)} AND q.first_operation = {pass.First(migration)})")));
        return await tables.Connection.ListAsync(
            $"SELECT t.{table.KeyColumn}, q.module, q.name FROM {tables.Quarantine} q JOIN {table.Sql} t ON t.{table.IdColumn} = q.document "
            + $"WHERE q.store = $3 AND q.collection = $4 AND q.direction = $5 AND ({parts}) AND {table.Within(range, tables.Snapshot, $"t.{table.KeyColumn}")} ORDER BY t.{table.KeyColumn} LIMIT $6",
            static row => (new RowKey(row.GetValue(0)), new MigrationId(row.GetString(1), row.GetString(2))),
            cancellationToken,
            RowKey.ValueOf(range.After), RowKey.ValueOf(range.UpTo), store, table.Name, pass.Opposite.ToString(), most);
    }

    /// <summary>Takes a document off the list.</summary>
    public Task ReleaseAsync(CollectionTable table, RowKey document, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"DELETE FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 AND document = $3", cancellationToken, store, table.Name, document.Value);

    /// <summary>Follows a collection's renaming.</summary>
    public Task RenameAsync(string from, string to, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"UPDATE OR REPLACE {tables.Quarantine} SET collection = $3 WHERE store = $1 AND collection = $2", cancellationToken, store, from, to);
}
