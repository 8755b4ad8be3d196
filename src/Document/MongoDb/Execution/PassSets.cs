using System.Globalization;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>The sets of kept values of a pass: for each operation one that this direction fills, and one that the opposite direction filled.</summary>
/// <remarks>
/// Nothing is written before the first documents are: so the pass can still begin another transaction, and what it needs to know about those that are there is noted outside of one.
/// </remarks>
internal sealed class PassSets
{
    private readonly ShadowStore _shadow;
    private readonly ReshapePass _pass;
    private readonly string _store;
    private readonly int?[] _restores;
    private int[]? _fills;

    private PassSets(ShadowStore shadow, ReshapePass pass, string store, int?[] restores) =>
        (_shadow, _pass, _store, _restores, Restores) = (shadow, pass, store, restores, [.. restores.OfType<int>()]);

    /// <summary>The sets from which there may be something to restore.</summary>
    public IReadOnlyList<int> Restores { get; }

    /// <summary>What the list of the documents is called that were there when the pass began: by its first and its last operation.</summary>
    public string Snapshot => $"{Name(_pass.Operations[0], _pass.Direction)} {Name(_pass.Operations[^1], _pass.Direction)}";

    /// <summary>Finds the sets.</summary>
    /// <param name="shadow">Where they are.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="store">The store's name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PassSets> OpenAsync(ShadowStore shadow, ReshapePass pass, string store, CancellationToken cancellationToken)
    {
        var restores = new int?[pass.Operations.Count];
        for (var i = 0; i < restores.Length; i++)
        {
            restores[i] = await shadow.FindAsync(pass.Operations[i].Step.Migration, pass.Operations[i].Planned.Index, pass.Opposite, cancellationToken) is { } set
                && await shadow.AnyAsync(set, cancellationToken) ? set : null;
        }

        return new PassSets(shadow, pass, store, restores);
    }

    /// <summary>The set that each operation of the pass fills; made at the first call, which also forgets the marks of values that an earlier way back restored.</summary>
    public async Task<IReadOnlyList<int>> FillsAsync(CancellationToken cancellationToken)
    {
        if (_fills is null)
        {
            var fills = new int[_pass.Operations.Count];
            for (var i = 0; i < fills.Length; i++)
            {
                fills[i] = await _shadow.SetAsync(_pass.Operations[i].Step.Migration, _pass.Operations[i].Planned.Index, _pass.Direction, cancellationToken);
                await _shadow.ForgetRestoredAsync(fills[i], cancellationToken);
            }

            _fills = fills;
        }

        return _fills;
    }

    /// <summary>Whether nobody needs that list when this pass is done: it has the last operation of the pass that made it, or undoes the first.</summary>
    /// <remarks>The migrations of a pass that stopped may go on one by one, forwards or backwards, each with the list.</remarks>
    public bool Ends(string snapshot)
    {
        var ends = snapshot.Split(' ');
        return _pass.Operations.Any(operation => Name(operation, _pass.Direction) == ends[1] || Name(operation, _pass.Opposite) == ends[0]);
    }

    /// <summary>The documents of a part of a collection of which the opposite direction kept something.</summary>
    public async Task<HashSet<MongoId>> DocumentsAsync(MongoId? after, MongoId? upTo, CancellationToken cancellationToken) =>
        Restores.Count == 0 ? [] : await _shadow.DocumentsAsync(Restores, after, upTo, cancellationToken);

    /// <summary>What the opposite direction kept of documents that lie between two, themselves included.</summary>
    public async Task<Func<MongoId, IReadOnlyList<IReadOnlyList<KeptValue>>?>> RestoredAsync(MongoId first, MongoId last, CancellationToken cancellationToken)
    {
        if (Restores.Count == 0)
        {
            return static _ => null;
        }

        var kept = await _shadow.ReadAsync(Restores, first, last, cancellationToken);
        return document => kept.Contains(document)
            ? [.. _restores.Select(set => set is { } known ? (IReadOnlyList<KeptValue>)[.. kept[document].Where(row => row.Set == known).Select(static row => row.Value)] : [])]
            : null;
    }

    /// <summary>Keeps what the operations took from documents, and forgets what was restored to them or overtaken.</summary>
    public async Task SaveAsync(IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken)
    {
        var fills = await FillsAsync(cancellationToken);
        await _shadow.ReleaseAsync(documents.SelectMany(document => Released(document).Select(item => (item.Set, (MongoId)document.Stored.Id, item.Path))), cancellationToken);
        await _shadow.SaveAsync(documents.SelectMany(document => Kept(document, fills).Select(item => (item.Set, (MongoId)document.Stored.Id, item.Value))), cancellationToken);
    }

    /// <summary>What is kept of a document, and in which sets.</summary>
    /// <param name="document">The document.</param>
    /// <param name="fills">What <see cref="FillsAsync"/> gave.</param>
    public static IEnumerable<(int Set, KeptValue Value)> Kept(ReshapedDocument document, IReadOnlyList<int> fills) =>
        document.Kept.SelectMany((values, operation) => (values ?? []).Select(value => (fills[operation], value)));

    /// <summary>What was given back to a document, or is overtaken, and is to be forgotten. What was kept for operations that were not done to it stays, and so do marks.</summary>
    public IEnumerable<(int Set, DocumentPath Path)> Released(ReshapedDocument document) => document.Stored.Kept is not { } stored ? [] : document.Kept.Index()
        .Where(item => item.Item is not null && _restores[item.Index] is not null)
        .SelectMany(item => stored[item.Index].Where(static value => !IsMark(value)).Select(value => (_restores[item.Index]!.Value, value.Path)));

    /// <summary>Forgets the marks that the opposite direction made, and what it kept of documents that are not there any more.</summary>
    /// <returns>Whether there are none left; else there are many, and it is to be called again.</returns>
    public async Task<bool> ForgetAsync(string collection, CancellationToken cancellationToken) =>
        Restores.Count == 0 || await _shadow.ForgetAsync(Restores, collection, cancellationToken);

    private string Name(PassOperation operation, Direction direction) => string.Create(
        CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(_store)}/{operation.Step.Migration}/{operation.Planned.Index}/{direction}");

    private static bool IsMark(KeptValue value) => value.Taken is null && string.IsNullOrEmpty(value.PutHash);
}
