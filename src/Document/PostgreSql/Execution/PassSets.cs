using System.Globalization;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>The sets of kept values of a pass: for each operation one that this direction fills, and one that the opposite direction filled.</summary>
internal sealed class PassSets
{
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

    /// <summary>The same sets, by another connection.</summary>
    public PassSets In(ShadowStore shadow) => new(shadow, _fills, _restores, _opposite);

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

    /// <summary>What the opposite direction kept of a document, for each operation.</summary>
    public IReadOnlyList<IReadOnlyList<KeptValue>> Restored(ILookup<long, KeptValue> kept) => [.. _restores.Select(set => set is { } known ? kept[known].ToList() : [])];

    /// <summary>Keeps what the operations took from documents, and forgets what was restored to them or overtaken.</summary>
    public async Task SaveAsync(IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        // What was kept for operations that were not done to a document stays.
        var restored = documents.Where(static document => document.Stored.Kept is not null).SelectMany(document => document.Kept.Index()
            .Where(item => item.Item is not null && _restores[item.Index] is not null)
            .Select(item => (Set: _restores[item.Index]!.Value, Document: ((DocumentId)document.Stored.Id).Json))).ToList();
        if (restored.Count > 0)
        {
            await _shadow!.ReleaseAsync(restored, cancellationToken);
        }

        var rows = documents.SelectMany(document => document.Kept.SelectMany((values, operation) => (values ?? []).Select(value => new ShadowRow(
            _fills[operation], ((DocumentId)document.Stored.Id).Json, ShadowStore.Path(value.Path), value.Taken is { } taken ? JsonbText.Write(taken) : null, value.PutHash))));

        // A later one takes the place of an earlier one, as it would if they were written one after the other.
        await _shadow!.SaveAsync([.. rows.GroupBy(static row => (row.Set, row.Document, row.Path)).Select(static group => group.Last())], cancellationToken);
    }

    /// <summary>Forgets the marks that the opposite direction made, and what it kept of documents that are not there any more.</summary>
    /// <returns>Whether there are none left; else there are many, and it is to be called again.</returns>
    public async Task<bool> ForgetAsync(CollectionTable table, CancellationToken cancellationToken) =>
        Restores.Count == 0 || await _shadow!.ForgetAsync(Restores, table, cancellationToken);
}
