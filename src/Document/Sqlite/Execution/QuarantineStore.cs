using DocMigrate.Document.Passes;
using DocMigrate.Document.Tables;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>How the list of documents that operations could not convert is told to be of rows in SQLite.</summary>
/// <param name="tables">The tables, by the connection that writes.</param>
/// <param name="store">The store's name.</param>
internal sealed class QuarantineStore(KeptTables tables, string store) : QuarantineList(new SqliteSqlSession(tables.Connection), tables.Quarantine, store)
{
    /// <summary>A condition that leaves out the documents that are on the list; <paramref name="table"/> is the collection's table.</summary>
    public string Without(CollectionTable table) =>
        $"NOT EXISTS (SELECT 1 FROM {tables.Quarantine} q WHERE q.store = {SqliteName.Text(Store)} AND q.collection = {SqliteName.Text(table.Name)} AND q.document = {table.Id})";

    /// <summary>Takes a document off the list.</summary>
    public Task RemoveAsync(QuarantineEntry entry, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"DELETE FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 AND document = $3", cancellationToken, Store, entry.Collection, ((RowKey)entry.Document).Value);

    /// <summary>The list of a collection, with the documents as they are now.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="table">Its table; null when that is gone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<QuarantinedRow> ReadAsync(string collection, CollectionTable? table, CancellationToken cancellationToken) => ReadAsync(
        collection,
        table is null ? "NULL, NULL" : $"t.{table.KeyColumn}, {table.Text($"t.{table.Column}")}",
        table is null ? "" : $"LEFT JOIN {table.Sql} t ON t.{table.IdColumn} = q.document AND t.{table.Column} IS NOT NULL",
        static key => new RowKey(key).Key,
        cancellationToken);

    /// <summary>Takes off the list what one direction of a pass had put there, in the part of the collection that the opposite one goes over.</summary>
    /// <returns>How many documents.</returns>
    public Task<int> ReleaseAsync(CollectionTable table, MigrationId migration, int firstOperation, Direction direction, RowKey? upTo, CancellationToken cancellationToken) =>
        tables.Connection.ExecuteAsync(
            $"""
            DELETE FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 AND module = $3 AND name = $4 AND first_operation = $5 AND direction = $7
              AND ($6 IS NULL OR NOT EXISTS (SELECT 1 FROM {table.Sql} t WHERE t.{table.IdColumn} = {tables.Quarantine}.document AND t.{table.KeyColumn} > $6))
            """,
            cancellationToken,
            Store, table.Name, migration.Module, migration.Name, firstOperation, upTo?.Value, direction.ToString());

    /// <summary>The documents of a part of a collection that the opposite direction of one of a pass's migrations put on the list.</summary>
    public async Task<List<(RowKey Key, MigrationId Migration)>> ListAsync(
        CollectionTable table, ReshapePass pass, PassRange range, int most, CancellationToken cancellationToken) => await tables.Connection.ListAsync(
        $"SELECT t.{table.KeyColumn}, q.module, q.name FROM {tables.Quarantine} q JOIN {table.Sql} t ON t.{table.IdColumn} = q.document "
        + $"WHERE {Of(pass, SqliteName.Text)} AND {table.Within(range, tables.Snapshot, $"t.{table.KeyColumn}")} ORDER BY t.{table.KeyColumn} LIMIT $6",
        static row => (new RowKey(row.GetValue(0)), new MigrationId(row.GetString(1), row.GetString(2))),
        cancellationToken,
        RowKey.ValueOf(range.After), RowKey.ValueOf(range.UpTo), Store, table.Name, pass.Opposite.ToString(), most);

    /// <summary>Takes a document off the list.</summary>
    public Task ReleaseAsync(CollectionTable table, RowKey document, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"DELETE FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 AND document = $3", cancellationToken, Store, table.Name, document.Value);

    protected override object ValueOf(object document) => ((RowKey)document).Value;

    protected override object DocumentOf(object value) => new RowKey(value);
}
