using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Tables;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>How the values that operations took away are written and read in PostgreSQL.</summary>
/// <param name="tables">The tables, by the connection that works on them.</param>
/// <param name="store">The store's name.</param>
internal sealed class ShadowStore(KeptTables tables, string store) : KeptSets(new PostgresSqlSession(tables.Connection), tables.Sets, tables.Shadow, store)
{
    private const int MostForgotten = 10_000;

    /// <summary>A value that was not there is no mark: something was put. A mark that stands for a value which was restored has the empty hash, which no value has.</summary>
    private const string IsMark = "(s.taken IS NULL AND coalesce(s.put_hash, '') = '')";

    /// <summary>What the opposite direction kept of a document, for each operation.</summary>
    public static IReadOnlyList<IReadOnlyList<KeptValue>> Restored(PassSets sets, ILookup<long, KeptValue> kept) =>
        [.. Enumerable.Range(0, sets.Count).Select(operation => sets.Restore(operation) is { } known ? kept[known].ToList() : [])];

    /// <summary>Keeps what the operations took from documents, and forgets what was restored to them or overtaken.</summary>
    public async Task SaveAsync(PassSets sets, IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        // What was kept for operations that were not done to a document stays.
        var restored = documents.Where(static document => document.Stored.Kept is not null).SelectMany(document => document.Kept.Index()
            .Where(item => item.Item is not null && sets.Restore(item.Index) is not null)
            .Select(item => (Set: sets.Restore(item.Index)!.Value, Document: ((DocumentId)document.Stored.Id).Json))).ToList();
        if (restored.Count > 0)
        {
            await ReleaseAsync(restored, cancellationToken);
        }

        var rows = documents.SelectMany(document => document.Kept.SelectMany((values, operation) => (values ?? []).Select(value => new ShadowRow(
            sets.Fill(operation), ((DocumentId)document.Stored.Id).Json, Path(value.Path), value.Taken is { } taken ? JsonbText.Write(taken) : null, value.PutHash))));

        // A later one takes the place of an earlier one, as it would if they were written one after the other.
        await SaveAsync([.. rows.GroupBy(static row => (row.Set, row.Document, row.Path)).Select(static group => group.Last())], cancellationToken);
    }

    /// <summary>Forgets the marks that the opposite direction made, and what it kept of documents that are not there any more.</summary>
    /// <returns>Whether there are none left; else there are many, and it is to be called again.</returns>
    public async Task<bool> ForgetAsync(PassSets sets, CollectionTable table, CancellationToken cancellationToken) =>
        sets.Restores.Count == 0 || await ForgetAsync(sets.Restores, table, cancellationToken);

    protected override string AsideSql(string table) => table;

    /// <summary>Keeps values, in the place of what was kept of the same documents and paths.</summary>
    private async Task SaveAsync(IReadOnlyCollection<ShadowRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
        {
            await tables.Connection.ExecuteAsync(
                $"""
                INSERT INTO {tables.Shadow} (set_id, document, path, taken, put_hash)
                SELECT set_id, document, path, taken::jsonb, put_hash FROM unnest($1, $2, $3, $4, $5) AS v(set_id, document, path, taken, put_hash)
                ON CONFLICT (set_id, document, path) DO UPDATE SET taken = excluded.taken, put_hash = excluded.put_hash
                """,
                cancellationToken,
                rows.Select(static row => row.Set).ToArray(),
                rows.Select(static row => row.Document).ToArray(),
                rows.Select(static row => row.Path).ToArray(),
                rows.Select(static row => row.Taken).ToArray(),
                rows.Select(static row => row.PutHash).ToArray());
        }
    }

    /// <summary>
    /// Forgets the values of documents: marks are left in their place until the end of the pass, so that who looks at the documents again before that does not do them twice.
    /// </summary>
    private Task ReleaseAsync(IReadOnlyList<(long Set, string Document)> documents, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"""
        UPDATE {tables.Shadow} s SET taken = NULL, put_hash = '' FROM unnest($1, $2) AS v(set_id, document)
        WHERE s.set_id = v.set_id AND s.document = v.document AND NOT {IsMark}
        """,
        cancellationToken,
        documents.Select(static item => item.Set).ToArray(), documents.Select(static item => item.Document).ToArray());

    /// <summary>Deletes of sets the marks, and the values of documents that are gone, so many as take no long time.</summary>
    private async Task<bool> ForgetAsync(IReadOnlyList<long> sets, CollectionTable table, CancellationToken cancellationToken) => await tables.Connection.ExecuteAsync(
        $"""
        DELETE FROM {tables.Shadow} WHERE ctid = ANY(ARRAY(
          SELECT s.ctid FROM {tables.Shadow} s WHERE s.set_id = ANY($1)
            AND ({IsMark} OR NOT EXISTS (SELECT 1 FROM {table.Sql} t WHERE t.{table.IdColumn} = {table.IdOf("s.document")}))
          LIMIT {MostForgotten}))
        """,
        cancellationToken,
        sets.ToArray()) < MostForgotten;
}
