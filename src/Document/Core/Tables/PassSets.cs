using System.Globalization;
using DocMigrate.Document.Passes;

namespace DocMigrate.Document.Tables;

/// <summary>The sets of kept values of a pass: for each operation one that this direction fills, and one that the opposite direction filled. Immutable.</summary>
public sealed class PassSets
{
    private readonly long[] _fills;
    private readonly long?[] _restores;
    private readonly long?[] _opposite;

    private PassSets(long[] fills, long?[] restores, long?[] opposite) =>
        (_fills, _restores, _opposite, Restores) = (fills, restores, opposite, [.. restores.OfType<long>()]);

    /// <summary>How many operations the pass has.</summary>
    public int Count => _fills.Length;

    /// <summary>The sets from which there may be something to restore.</summary>
    public IReadOnlyList<long> Restores { get; }

    /// <summary>What the list of the documents is called that were there when the pass began: by its first and its last operation.</summary>
    public string Snapshot => $"{_fills[0]}-{_fills[^1]}";

    /// <summary>Finds the sets.</summary>
    /// <param name="kept">Where they are; null when nothing was ever kept.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="fill">Whether those that are to be filled are made.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PassSets> OpenAsync(KeptSets? kept, ReshapePass pass, bool fill, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var fills = new long[pass.Operations.Count];
        var restores = new long?[pass.Operations.Count];
        var opposite = new long?[pass.Operations.Count];
        for (var i = 0; i < fills.Length && kept is not null; i++)
        {
            var (migration, index) = (pass.Operations[i].Step.Migration, pass.Operations[i].Planned.Index);
            if (fill)
            {
                fills[i] = await kept.SetAsync(migration, index, pass.Direction, cancellationToken);
                await kept.ForgetRestoredAsync(fills[i], cancellationToken);
            }

            opposite[i] = await kept.FindAsync(migration, index, pass.Opposite, cancellationToken);
            restores[i] = opposite[i] is { } set && await kept.AnyAsync(set, cancellationToken) ? set : null;
        }

        return new PassSets(fills, restores, opposite);
    }

    /// <summary>The set that an operation of the pass fills.</summary>
    public long Fill(int operation) => _fills[operation];

    /// <summary>The set from which there may be something to restore for an operation of the pass; null when there is nothing.</summary>
    public long? Restore(int operation) => _restores[operation];

    /// <summary>Whether nobody needs that list when this pass is done: it has the last operation of the pass that made it, or undoes the first.</summary>
    /// <remarks>The migrations of a pass that stopped may go on one by one, forwards or backwards, each with the list.</remarks>
    public bool Ends(string snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var ends = snapshot.Split('-');
        return _fills.Any(set => set.ToString(CultureInfo.InvariantCulture) == ends[1])
            || _opposite.Any(set => set?.ToString(CultureInfo.InvariantCulture) == ends[0]);
    }
}
