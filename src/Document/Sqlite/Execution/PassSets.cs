using System.Globalization;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>The sets of kept values of a pass: for each operation one that this direction fills, and one that the opposite direction filled.</summary>
internal sealed class PassSets
{
    /// <summary>How many documents a statement names.</summary>
    private const int MostReleased = 500;

    private readonly ShadowStore? _shadow;
    private readonly long[] _fills;
    private readonly long?[] _restores;
    private readonly long?[] _opposite;

    private PassSets(ShadowStore? shadow, long[] fills, long?[] restores, long?[] opposite) =>
        (_shadow, _fills, _restores, _opposite, Restores) = (shadow, fills, restores, opposite, [.. restores.OfType<long>()]);

    /// <summary>The sets from which there may be something to restore.</summary>
    public IReadOnlyList<long> Restores { get; }

    /// <summary>Finds the sets.</summary>
    /// <param name="shadow">Where they are; null when nothing was ever kept.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="fill">Whether those that are to be filled are made.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PassSets> OpenAsync(ShadowStore? shadow, ReshapePass pass, bool fill, CancellationToken cancellationToken)
    {
        var fills = new long[pass.Operations.Count];
        var restores = new long?[pass.Operations.Count];
        var opposite = new long?[pass.Operations.Count];
        for (var i = 0; i < fills.Length && shadow is not null; i++)
        {
            var (migration, index) = (pass.Operations[i].Step.Migration, pass.Operations[i].Planned.Index);
            if (fill)
            {
                fills[i] = await shadow.SetAsync(migration, index, pass.Direction, cancellationToken);
                await shadow.ForgetRestoredAsync(fills[i], cancellationToken);
            }

            opposite[i] = await shadow.FindAsync(migration, index, pass.Opposite, cancellationToken);
            restores[i] = opposite[i] is { } set && await shadow.AnyAsync(set, cancellationToken) ? set : null;
        }

        return new PassSets(shadow, fills, restores, opposite);
    }

    /// <summary>The set that an operation of the pass fills.</summary>
    public long Fill(int operation) => _fills[operation];

    /// <summary>What the list of the documents is called that were there when the pass began: by its first and its last operation.</summary>
    public string Snapshot => $"{_fills[0]}-{_fills[^1]}";

    /// <summary>Whether nobody needs that list when this pass is done: it has the last operation of the pass that made it, or undoes the first.</summary>
    /// <remarks>The migrations of a pass that stopped may go on one by one, forwards or backwards, each with the list.</remarks>
    public bool Ends(string snapshot)
    {
        var ends = snapshot.Split('-');
        return _fills.Any(set => set.ToString(CultureInfo.InvariantCulture) == ends[1])
            || _opposite.Any(set => set?.ToString(CultureInfo.InvariantCulture) == ends[0]);
    }

    /// <summary>What the opposite direction kept of a document, for each operation; null when nothing is kept of any document.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<KeptValue>>?> LoadAsync(RowKey document, CancellationToken cancellationToken)
    {
        if (Restores.Count == 0)
        {
            return null;
        }

        var kept = new IReadOnlyList<KeptValue>[_restores.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = _restores[i] is { } set ? await _shadow!.LoadAsync(set, document, cancellationToken) : [];
        }

        return kept;
    }

    /// <summary>Keeps what the operations took from documents, and forgets the values, not the marks, that the opposite direction kept of them: they are restored, or were overtaken by a later edit.</summary>
    public async Task SaveAsync(IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            await SaveAsync((RowKey)document.Stored.Id, document.Kept, cancellationToken);
        }

        // What was kept for operations that were not done to a document stays.
        for (var i = 0; i < _restores.Length; i++)
        {
            object[] restored =
            [
                .. documents.Where(document => document.Kept[i] is not null && document.Stored.Kept is { } kept && kept[i].Any(static value => !value.IsMark))
                    .Select(static document => ((RowKey)document.Stored.Id).Value),
            ];
            foreach (var batch in restored.Chunk(MostReleased))
            {
                await _shadow!.ReleaseAsync(_restores[i]!.Value, batch, cancellationToken);
            }
        }
    }

    /// <summary>Keeps what the operations took from a document.</summary>
    public async Task SaveAsync(RowKey document, IReadOnlyList<IReadOnlyList<KeptValue>?> kept, CancellationToken cancellationToken)
    {
        for (var i = 0; i < kept.Count; i++)
        {
            foreach (var value in kept[i] ?? [])
            {
                await _shadow!.SaveAsync(_fills[i], document, value, cancellationToken);
            }
        }
    }

    /// <summary>Forgets the marks that the opposite direction made, and what it kept of documents that are not there any more.</summary>
    /// <returns>Whether there are none left; else there are many, and it is to be called again.</returns>
    public async Task<bool> ForgetAsync(CollectionTable table, CancellationToken cancellationToken)
    {
        foreach (var set in Restores)
        {
            if (!await _shadow!.ForgetAsync(set, table, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }
}
