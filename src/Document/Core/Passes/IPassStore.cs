using DocMigrate.Backends;
using DocMigrate.Document.Operations;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>A document store as passes work on it. What a backend implements; the rest of a pass is the same for all (<see cref="PassEngine"/>).</summary>
/// <remarks>
/// (1) Whatever writes does so in the transaction that is open on <see cref="Database"/>. (2) A store has an order of keys for each collection that does not change while
/// a pass lasts, and gives every document one place in it. (3) What is kept of a document, and the quarantine, are known by the document's id, not by its key.
/// </remarks>
public interface IPassStore
{
    /// <summary>The store's name.</summary>
    string Store { get; }

    /// <summary>Its database.</summary>
    IStoreDatabase Database { get; }

    /// <summary>How many documents a chunk has, where the store's settings say; null to go by time.</summary>
    int? ChunkSize { get; }

    /// <summary>
    /// Whether each pass, and each operation on a collection, begins in a transaction of its own; what came before it in the step is then committed and recorded. Default false: a step
    /// that is short is one transaction.
    /// </summary>
    bool UnitsStandAlone => false;

    /// <summary>
    /// Whether what is written to documents is done at once, and stays when the run ends before the next checkpoint: the store then knows by itself which documents a pass has done. Default
    /// false: a chunk and its checkpoint are one transaction.
    /// </summary>
    bool WritesAtOnce => false;

    /// <summary>The order in which the store has the keys of every object; null (the default) where it keeps the one that they were written in.</summary>
    IComparer<string>? KeyOrder => null;

    /// <summary>Whether it has the keys of objects in the order in which they were written, and writes a document's top-level keys in the order of <see cref="DocumentChange.Order"/>. Default false.</summary>
    bool KeepsKeyOrder => false;

    /// <summary>
    /// What it has to say of unique indexes before documents change; null (the default) for nothing: documents that collide are then met by the pass itself, which stops between two chunks.
    /// </summary>
    IUniqueIndexes? UniqueIndexes => null;

    /// <summary>Whether it has indexes with <see cref="DocumentIndexOptions"/>; those that it can't make it refuses itself. Default false: they are refused when a plan is made.</summary>
    bool HasIndexOptions => false;

    /// <summary>On how many connections a large pass that the store runs itself goes at once, where the user does not say: 1 (the default) for none but the main one.</summary>
    int Lanes => 1;

    /// <summary>The chain in the store's own language, where that does just what the in-process executor does; null when there is no such thing.</summary>
    /// <remarks>Of documents that it is not exact for it may leave any number to the in-process executor. Does not touch the database. Thread-safe.</remarks>
    ICompiledReshape? Compile(IReadOnlyList<ReshapeOperation> operations);

    /// <summary>How many documents a collection has, about; null when it is not there. Read-only.</summary>
    Task<long?> CountAsync(string collection, CancellationToken cancellationToken);

    /// <summary>Opens a collection to work on it; makes the places of kept values and of the quarantine where they are not there.</summary>
    /// <returns>Null when there is no such collection.</returns>
    /// <exception cref="Errors.StoreException">There is something of that name that is no collection.</exception>
    Task<IPassCollection?> OpenAsync(ReshapePass pass, CancellationToken cancellationToken);

    /// <summary>
    /// Opens another connection for the same pass. What <see cref="OpenAsync"/> and the collection did before is committed. The default is none: the store has one writer.
    /// </summary>
    /// <param name="pass">The pass.</param>
    /// <param name="collection">The collection, as <see cref="OpenAsync"/> gave it for the pass.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where there can't be more.</returns>
    /// <exception cref="Errors.StoreException">No connection could be had: the pass goes on with those that there are.</exception>
    Task<IPassLane?> OpenLaneAsync(ReshapePass pass, IPassCollection collection, CancellationToken cancellationToken) => Task.FromResult<IPassLane?>(null);

    /// <summary>The same to look only; nothing is made, and no transaction need be open.</summary>
    Task<IPassCollection?> OpenForReadingAsync(ReshapePass pass, CancellationToken cancellationToken);

    /// <summary>Runs one operation on a collection itself: create, drop, rename, an index.</summary>
    Task<StepCounts> RunAsync(PlanStep step, PlannedOperation operation, CancellationToken cancellationToken);

    /// <summary>The quarantine list with the documents on it, by collection and id, of one collection or, for null, of all. Read-only, with constant memory; empty where there is none.</summary>
    IAsyncEnumerable<QuarantinedRow> ReadQuarantineAsync(string? collection, CancellationToken cancellationToken);

    /// <summary>Takes documents off the quarantine list, those that are gone too.</summary>
    Task ReleaseAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken);

    /// <summary>Is called while documents are worked on in process: those who wait for the lock see by it that this process lives. Thread-safe.</summary>
    void Worked();
}
