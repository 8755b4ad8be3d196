using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.Passes;

/// <summary>A collection, opened for one pass. Not thread-safe; used by the pass alone.</summary>
/// <remarks>
/// All but <see cref="CountAsync"/>, <see cref="NextAsync"/> and <see cref="CountOutsideAsync"/> leave out the documents that are on the quarantine list, but for
/// those that this pass put there itself.
/// </remarks>
public interface IPassCollection : IAsyncDisposable
{
    /// <summary>
    /// Whether a document that comes later has a greater key: true, the default. Where it may come anywhere in the order, one that is said to be old
    /// (<see cref="Operations.UnstampedPolicy.Old"/>) can't be found again without harm: it is counted as late.
    /// </summary>
    bool KeysGrow => true;

    /// <summary>The documents that are there now. Its beginning is open.</summary>
    /// <param name="exactly">
    /// Whether what comes later must not be in it. Where a new key may come anywhere in the order, the store then notes the keys and gives a
    /// <see cref="PassRange.Snapshot"/>, which lasts until <see cref="FinishAsync"/>. If not, the greatest key will do.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<PassRange> FixAsync(bool exactly, CancellationToken cancellationToken);

    /// <summary>How many documents are in a range.</summary>
    Task<long> CountAsync(PassRange range, CancellationToken cancellationToken);

    /// <summary>How many documents are not in a range that <see cref="FixAsync"/> gave: those that came later.</summary>
    Task<long> CountOutsideAsync(PassRange range, CancellationToken cancellationToken);

    /// <summary>The next chunk.</summary>
    /// <param name="rest">What is left of the pass.</param>
    /// <param name="most">How many documents it may have, at least 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when no document is left.</returns>
    Task<PassChunk?> NextAsync(PassRange rest, int most, CancellationToken cancellationToken);

    /// <summary>Runs the compiled chain over a chunk. Called only where <see cref="ReshapePass.Server"/> is not null.</summary>
    /// <remarks>What the operations take away is kept aside; a document of which the opposite direction kept something is left to the in-process executor.</remarks>
    Task<ServerChunk> ReshapeAsync(PassRange chunk, CancellationToken cancellationToken);

    /// <summary>Does to the documents of a chunk what was worked out before, without giving them to this process: the same as reading them, comparing their fingerprints and writing them.</summary>
    /// <param name="chunk">The chunk, of some thousand documents at most.</param>
    /// <param name="replay">Says of each document what is to be written, if that is known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The documents that it left alone. Null, the default: the store has no way to do so, and did nothing.</returns>
    Task<IReadOnlyList<DocumentKey>?> ReplayAsync(PassRange chunk, PassReplay replay, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DocumentKey>?>(null);

    /// <summary>Reads documents in the order of keys, to be written back in the same transaction: a store in which others can write meanwhile locks them.</summary>
    /// <param name="range">Of which part.</param>
    /// <param name="most">How many at most, at least 1. The reader may stop earlier.</param>
    /// <param name="cancellationToken">Stops it.</param>
    IAsyncEnumerable<PassDocument> ReadAsync(PassRange range, int most, CancellationToken cancellationToken);

    /// <summary>The same of the documents with these keys. One that is not there any more is left out.</summary>
    IAsyncEnumerable<PassDocument> ReadAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Reads, without locks, the documents that only the in-process executor can judge: those that <see cref="ReshapeAsync"/> would leave, or all where the chain runs in process. In
    /// any order, and with constant memory.
    /// </summary>
    IAsyncEnumerable<PassDocument> ReadUncertainAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads documents without locks, for a look only: about so many, spread over the collection and the same ones each time. With constant memory. Called only where
    /// <see cref="ReshapePass.Server"/> is null. The default goes over all of them and leaves most out; a store that can go from one to a far one does less.
    /// </summary>
    /// <param name="most">About how many; null for all. At least 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    IAsyncEnumerable<PassDocument> ReadSampleAsync(int? most, CancellationToken cancellationToken) => PassSample.OfAllAsync(this, most, cancellationToken);

    /// <summary>Reads, as <see cref="ReadAsync(PassRange, int, CancellationToken)"/>, the documents of a range that look as if an operation had something to do.
    /// None that is on the quarantine list, whoever put it there.</summary>
    /// <param name="range">Of which part.</param>
    /// <param name="tests">A document for which none holds has nothing to be done. Null: that can't be said; all are read.</param>
    /// <param name="most">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    IAsyncEnumerable<PassDocument> ReadBehindAsync(PassRange range, IReadOnlyList<ShapeTest>? tests, int most, CancellationToken cancellationToken);

    /// <summary>Writes documents back, keeps what was taken from them, and forgets what was restored to them or overtaken. Marks of the opposite direction stay until <see cref="FinishAsync"/>.</summary>
    /// <returns>Those of which nothing was written because somebody changed them since they were read: they are read again. Always empty where reading locks.</returns>
    Task<IReadOnlyList<DocumentKey>> WriteAsync(IReadOnlyList<ReshapedDocument> documents, CancellationToken cancellationToken);

    /// <summary>
    /// Reads, as <see cref="ReadAsync(PassRange, int, CancellationToken)"/>, the documents of a range that are on the quarantine list because the opposite direction of the pass could
    /// not convert them: the entry's migration and <see cref="QuarantineEntry.FirstOperation"/> are those of one of the pass's migrations (<see cref="ReshapePass.First"/>).
    /// Called for a pass of several migrations only.
    /// </summary>
    IAsyncEnumerable<ListedDocument> ReadListedAsync(PassRange range, int most, CancellationToken cancellationToken);

    /// <summary>Takes documents that <see cref="ReadListedAsync"/> gave off the quarantine list.</summary>
    Task ReleaseAsync(IReadOnlyList<PassDocument> documents, CancellationToken cancellationToken);

    /// <summary>Puts documents on the quarantine list.</summary>
    Task QuarantineAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// The documents outside a range that the opposite direction had done when it was cut off, though it could not record that any more: only where chunks and their checkpoints are no
    /// transactions (<see cref="IPassStore.WritesAtOnce"/>). Default: none.
    /// </summary>
    /// <param name="range">What the opposite direction had recorded as done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<DocumentKey>> ReadDoneBeyondAsync(PassRange range, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DocumentKey>>([]);

    /// <summary>
    /// Takes from documents what the store added to them to know that they are done; <see cref="FinishAsync"/> does it too. For work that is no pass over the collection, and has no end
    /// there. Default: there is nothing.
    /// </summary>
    /// <returns>False when there is more to do: it is called again.</returns>
    Task<bool> CleanAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>
    /// Whether somebody else may have committed something since this was last asked, or else since the collection was opened. Always true where the store can't tell.
    /// </summary>
    Task<bool> MayHaveChangedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The pass is done: takes off the quarantine list what the opposite direction of its migrations put there (in the part of the collection that was gone over), and forgets
    /// that direction's marks, and the range's snapshot. Long work is done in parts.
    /// </summary>
    /// <param name="range">What was gone over.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False when there is more to do: it is called again, after a checkpoint where the pass has them.</returns>
    Task<bool> FinishAsync(PassRange range, CancellationToken cancellationToken);
}
