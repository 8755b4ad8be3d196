namespace DocMigrate.Document.Passes;

/// <summary>What the documents of a collection would have under unique indexes when a pass is done. Writes nothing that anybody else sees. Not thread-safe.</summary>
public interface IUniqueKeys : IAsyncDisposable
{
    /// <summary>
    /// Adds the documents that the server reshapes, as it would, and those that the pass leaves as they are because they are in quarantine: all but those of
    /// <see cref="IPassCollection.ReadUncertainAsync"/>. Where there is no pass, all as they are.
    /// </summary>
    Task AddStoredAsync(CancellationToken cancellationToken);

    /// <summary>Adds documents that are reshaped in process.</summary>
    Task AddAsync(IReadOnlyList<DocumentImage> documents, CancellationToken cancellationToken);

    /// <summary>Finds the documents, of those that were added, which the store would take for equal under each index, in the order in which the indexes were given.</summary>
    /// <param name="most">How many groups are named, and how many documents of each, at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<UniqueCollisions>> FindAsync(int most, CancellationToken cancellationToken);
}
