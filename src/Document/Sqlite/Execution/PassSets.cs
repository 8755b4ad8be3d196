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

    private PassSets(ShadowStore? shadow, long[] fills, long?[] restores) => (_shadow, _fills, _restores) = (shadow, fills, restores);

    /// <summary>The sets from which there may be something to restore.</summary>
    public IReadOnlyList<long> Restores => [.. _restores.OfType<long>()];

    /// <summary>Finds the sets.</summary>
    /// <param name="shadow">Where they are; null when nothing was ever kept.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="fill">Whether those that are to be filled are made.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PassSets> OpenAsync(ShadowStore? shadow, ReshapePass pass, bool fill, CancellationToken cancellationToken)
    {
        var fills = new long[pass.Operations.Count];
        var restores = new long?[pass.Operations.Count];
        for (var i = 0; i < fills.Length && shadow is not null; i++)
        {
            var (migration, index) = (pass.Operations[i].Step.Migration, pass.Operations[i].Planned.Index);
            if (fill)
            {
                fills[i] = await shadow.SetAsync(migration, index, pass.Direction, cancellationToken);
                await shadow.ForgetRestoredAsync(fills[i], cancellationToken);
            }

            restores[i] = await RestorableAsync(shadow, migration, index, pass.Opposite, cancellationToken);
        }

        return new PassSets(shadow, fills, restores);
    }

    /// <summary>The set that an operation of the pass fills.</summary>
    public long Fill(int operation) => _fills[operation];

    /// <summary>What the opposite direction kept of a document, for each operation; null when nothing is kept of any document.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<KeptValue>>?> LoadAsync(object document, CancellationToken cancellationToken)
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
            for (var i = 0; i < document.Kept.Count; i++)
            {
                foreach (var value in document.Kept[i] ?? [])
                {
                    await _shadow!.SaveAsync(_fills[i], document.Stored.Id, value, cancellationToken);
                }
            }
        }

        // What was kept for operations that were not done to a document stays.
        for (var i = 0; i < _restores.Length; i++)
        {
            object[] restored =
            [
                .. documents.Where(document => document.Kept[i] is not null && document.Stored.Kept is { } kept && kept[i].Any(static value => !value.IsMark))
                    .Select(static document => document.Stored.Id),
            ];
            foreach (var batch in restored.Chunk(MostReleased))
            {
                await _shadow!.ReleaseAsync(_restores[i]!.Value, batch, cancellationToken);
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

    private static async Task<long?> RestorableAsync(
        ShadowStore shadow, MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken) =>
        await shadow.FindAsync(migration, operation, direction, cancellationToken) is { } set && await shadow.AnyAsync(set, cancellationToken) ? set : null;
}
