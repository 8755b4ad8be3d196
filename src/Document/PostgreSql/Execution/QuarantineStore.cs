using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.Tables;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>How the list of documents that operations could not convert is told to be of rows in PostgreSQL.</summary>
/// <param name="tables">The tables, by the connection that works on them.</param>
/// <param name="store">The store's name.</param>
internal sealed class QuarantineStore(KeptTables tables, string store) : QuarantineList(new PostgresSqlSession(tables.Connection), tables.Quarantine, store)
{
    /// <summary>A condition that leaves out the documents that are on the list; the collection's table is <c>t</c>.</summary>
    public string Without(CollectionTable table) =>
        $"NOT EXISTS (SELECT 1 FROM {tables.Quarantine} q WHERE q.store = {PgSql.Text(Store)} AND q.collection = {PgSql.Text(table.Name)} AND q.document = {table.Id})";

    /// <summary>Takes off the list what one direction of a pass had put there, in the part of the collection that the opposite one goes over.</summary>
    public Task ReleaseAsync(CollectionTable table, MigrationId migration, int firstOperation, Direction direction, DocumentKey? upTo, CancellationToken cancellationToken) =>
        tables.Connection.ExecuteAsync(
            $"""
            DELETE FROM {tables.Quarantine} q WHERE q.store = $1 AND q.collection = $2 AND q.module = $3 AND q.name = $4 AND q.first_operation = $5 AND q.direction = $7
              {(upTo is null ? "" : $"AND NOT EXISTS (SELECT 1 FROM {table.Sql} t WHERE t.{table.IdColumn} = {table.IdOf("q.document")} AND {table.Key} > $6::{table.KeyType})")}
            """,
            cancellationToken,
            Store, table.Name, migration.Module, migration.Name, firstOperation, CollectionTable.TextOf(upTo), direction.ToString());

    /// <summary>The documents of a part of a collection that the opposite direction of one of a pass's migrations put on the list.</summary>
    public Task<List<(DocumentKey Key, MigrationId Migration)>> ListAsync(
        CollectionTable table, ReshapePass pass, PassRange range, int most, CancellationToken cancellationToken) => tables.Connection.ListAsync(
        $"""
        SELECT {table.Key}::text, q.module, q.name FROM {tables.Quarantine} q JOIN {table.Sql} t ON t.{table.IdColumn} = {table.IdOf("q.document")}
        WHERE {Of(pass, PgSql.Text)} AND {table.Within(range, tables.Snapshot)} ORDER BY {table.Key} LIMIT $6
        """,
        row => (table.KeyOf(row.GetString(0)), new MigrationId(row.GetString(1), row.GetString(2))),
        cancellationToken,
        CollectionTable.TextOf(range.After), CollectionTable.TextOf(range.UpTo), Store, table.Name, pass.Opposite.ToString(), most);

    /// <summary>Takes documents off the list.</summary>
    public Task ReleaseAsync(CollectionTable table, IReadOnlyList<string> documents, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"DELETE FROM {tables.Quarantine} WHERE store = $1 AND collection = $2 AND document = ANY($3)", cancellationToken, Store, table.Name, documents.ToArray());

    /// <summary>The list of a collection, with the documents as they are now.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="table">Its table; null when that is gone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<QuarantinedRow> ReadAsync(string collection, CollectionTable? table, CancellationToken cancellationToken) => ReadAsync(
        collection,
        table is null ? "NULL::text, NULL::text" : $"{table.Key}::text, {table.Document}::text",
        table is null ? "" : $"LEFT JOIN {table.Sql} t ON t.{table.IdColumn} = {table.IdOf("q.document")} AND {table.HasDocument}",
        key => table!.KeyOf((string)key),
        cancellationToken);

    /// <summary>Takes documents off the list, those of dropped collections too.</summary>
    public Task RemoveAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"DELETE FROM {tables.Quarantine} q USING unnest($2, $3) AS v(collection, document) WHERE q.store = $1 AND q.collection = v.collection AND q.document = v.document",
        cancellationToken,
        Store, entries.Select(static entry => entry.Collection).ToArray(), entries.Select(static entry => ((DocumentId)entry.Document).Json).ToArray());

    protected override object ValueOf(object document) => ((DocumentId)document).Json;

    protected override object DocumentOf(object value) => new DocumentId((string)value);
}
