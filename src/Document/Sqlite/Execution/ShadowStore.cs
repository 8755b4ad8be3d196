using System.Globalization;
using System.Text.Json;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Tables;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>How the values that operations took away are written and read in SQLite.</summary>
/// <param name="tables">The tables, by the connection that writes.</param>
/// <param name="store">The store's name.</param>
internal sealed class ShadowStore(KeptTables tables, string store) : KeptSets(new SqliteSqlSession(tables.Connection), tables.Sets, tables.Shadow, store)
{
    private const int MostForgotten = 50_000;

    /// <summary>How many documents a statement names.</summary>
    private const int MostReleased = 500;

    /// <summary>A value that was not there is no mark: something was put. A mark that stands for a value which was restored has the empty hash, which no value has.</summary>
    private const string IsMark = "(taken IS NULL AND coalesce(put_hash, '') = '')";

    /// <summary>What the opposite direction kept of a document, for each operation; null when nothing is kept of any document.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<KeptValue>>?> LoadAsync(PassSets sets, RowKey document, CancellationToken cancellationToken)
    {
        if (sets.Restores.Count == 0)
        {
            return null;
        }

        var kept = new IReadOnlyList<KeptValue>[sets.Count];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = sets.Restore(i) is { } set ? await LoadAsync(set, document, cancellationToken) : [];
        }

        return kept;
    }

    /// <summary>Keeps what the operations took from documents, and forgets the values, not the marks, that the opposite direction kept of them: they are restored, or were overtaken by a later edit.</summary>
    public async Task SaveAsync(PassSets sets, IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            await SaveAsync(sets, (RowKey)document.Stored.Id, document.Kept, cancellationToken);
        }

        // What was kept for operations that were not done to a document stays.
        for (var i = 0; i < sets.Count; i++)
        {
            object[] restored =
            [
                .. documents.Where(document => document.Kept[i] is not null && document.Stored.Kept is { } kept && kept[i].Any(static value => !value.IsMark))
                    .Select(static document => ((RowKey)document.Stored.Id).Value),
            ];
            foreach (var batch in restored.Chunk(MostReleased))
            {
                await ReleaseAsync(sets.Restore(i)!.Value, batch, cancellationToken);
            }
        }
    }

    /// <summary>Keeps what the operations took from a document.</summary>
    public async Task SaveAsync(PassSets sets, RowKey document, IReadOnlyList<IReadOnlyList<KeptValue>?> kept, CancellationToken cancellationToken)
    {
        for (var i = 0; i < kept.Count; i++)
        {
            foreach (var value in kept[i] ?? [])
            {
                await SaveAsync(sets.Fill(i), document, value, cancellationToken);
            }
        }
    }

    /// <summary>Forgets the marks that the opposite direction made, and what it kept of documents that are not there any more.</summary>
    /// <returns>Whether there are none left; else there are many, and it is to be called again.</returns>
    public async Task<bool> ForgetAsync(PassSets sets, CollectionTable table, CancellationToken cancellationToken)
    {
        foreach (var set in sets.Restores)
        {
            if (!await ForgetAsync(set, table, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    protected override string AsideSql(string table) => SqliteName.Quote(table);

    private async Task<IReadOnlyList<KeptValue>> LoadAsync(long set, RowKey document, CancellationToken cancellationToken) =>
        await tables.Connection.ListAsync(
            $"SELECT path, taken, put_hash FROM {tables.Shadow} WHERE set_id = $1 AND document = $2 ORDER BY path",
            static row => new KeptValue(
                JsonSerializer.Deserialize<DocumentPath>(row.GetString(0))!, row.Text(1) is { } taken ? DocumentReader.ReadValue(taken) : null, row.Text(2) is { Length: > 0 } hash ? hash : null),
            cancellationToken,
            set, document.Value);

    private Task SaveAsync(long set, RowKey document, KeptValue kept, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"INSERT OR REPLACE INTO {tables.Shadow} (set_id, document, path, taken, put_hash) VALUES ($1, $2, $3, $4, $5)",
        cancellationToken,
        set, document.Value, Path(kept.Path), kept.Taken is { } taken ? DocumentWriter.Write(taken) : null, kept.PutHash);

    /// <summary>
    /// Forgets a set's values of documents: marks are left in their place until the end of the pass, so that who looks at the documents again before that does not do
    /// them twice.
    /// </summary>
    private Task ReleaseAsync(long set, IReadOnlyList<object> documents, CancellationToken cancellationToken) => tables.Connection.ExecuteAsync(
        $"""
        UPDATE {tables.Shadow} SET taken = NULL, put_hash = ''
        WHERE set_id = $1 AND document IN ({string.Join(", ", documents.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 2}")))}) AND NOT {IsMark}
        """,
        cancellationToken,
        [set, .. documents]);

    /// <summary>Deletes of a set the marks, and the values of documents that are gone, so many as take no long time.</summary>
    private async Task<bool> ForgetAsync(long set, CollectionTable table, CancellationToken cancellationToken) => await tables.Connection.ExecuteAsync(
        $"""
        DELETE FROM {tables.Shadow} WHERE (set_id, document, path) IN
          (SELECT set_id, document, path FROM {tables.Shadow} s
           WHERE set_id = $1 AND ({IsMark} OR NOT EXISTS (SELECT 1 FROM {table.Sql} t WHERE t.{table.IdColumn} = s.document)) LIMIT {MostForgotten})
        """,
        cancellationToken,
        set) < MostForgotten;
}
