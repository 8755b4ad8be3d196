using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>The sets of kept values of a pass: for each operation one that this direction fills, and one that the opposite direction filled.</summary>
internal sealed class PassSets
{
    private readonly ShadowStore _shadow;
    private readonly long[] _fills;
    private readonly long?[] _restores;

    private PassSets(ShadowStore shadow, long[] fills, long?[] restores) => (_shadow, _fills, _restores) = (shadow, fills, restores);

    /// <summary>The sets from which there may be something to restore.</summary>
    public IReadOnlyList<long> Restores => [.. _restores.OfType<long>()];

    /// <summary>Finds the sets, making those that are to be filled.</summary>
    public static async Task<PassSets> OpenAsync(ShadowStore shadow, ReshapePass pass, MigrationId migration, Direction direction, CancellationToken cancellationToken)
    {
        var opposite = direction == Direction.Forward ? Direction.Backward : Direction.Forward;
        var fills = new long[pass.Planned.Count];
        var restores = new long?[pass.Planned.Count];
        for (var i = 0; i < fills.Length; i++)
        {
            var index = pass.Planned[i].Index;
            fills[i] = await shadow.SetAsync(migration, index, direction, cancellationToken);
            restores[i] = await RestorableAsync(shadow, migration, index, opposite, cancellationToken);
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
            kept[i] = _restores[i] is { } set ? await _shadow.LoadAsync(set, document, cancellationToken) : [];
        }

        return kept;
    }

    /// <summary>Keeps what the operations took from a document.</summary>
    /// <returns>How many values, without marks.</returns>
    public async Task<int> SaveAsync(object document, IReadOnlyList<IReadOnlyList<KeptValue>> kept, CancellationToken cancellationToken)
    {
        var values = 0;
        for (var i = 0; i < kept.Count; i++)
        {
            foreach (var value in kept[i])
            {
                await _shadow.SaveAsync(_fills[i], document, value, cancellationToken);
                values += value.IsMark ? 0 : 1;
            }
        }

        return values;
    }

    /// <summary>Forgets what the opposite direction kept of a document: it is restored, or was overtaken by a later edit.</summary>
    public async Task ReleaseAsync(object document, CancellationToken cancellationToken)
    {
        foreach (var set in Restores)
        {
            await _shadow.DeleteAsync(set, document, cancellationToken);
        }
    }

    private static async Task<long?> RestorableAsync(
        ShadowStore shadow, MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken) =>
        await shadow.FindAsync(migration, operation, direction, cancellationToken) is { } set && await shadow.AnyAsync(set, cancellationToken) ? set : null;
}
