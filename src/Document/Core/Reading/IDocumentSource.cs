namespace DocMigrate.Document.Reading;

/// <summary>Looks at the collections of a store: what inference, drift and dry runs read. Never writes, and never makes a database that is not there.</summary>
/// <remarks>
/// What an implementation must do: (1) stream: hold no more than some hundred documents at a time, however large the collection, and keep no lock from one
/// call of the enumerator to the next for longer than a chunk takes; (2) list what people put there, not what DocMigrate keeps for itself; (3) take a document that
/// can't be read for one with a <see cref="StoredDocument.Problem"/>, and go on. Not thread-safe; one enumeration at a time.
/// </remarks>
public interface IDocumentSource
{
    /// <summary>The names of the collections, in ordinal order; none when the database does not exist.</summary>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>How many documents a collection has.</summary>
    /// <returns>Null when there is no such collection.</returns>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    Task<long?> CountAsync(string collection, CancellationToken cancellationToken);

    /// <summary>The indexes that somebody made on a collection, by name, ordinally; none when there is no such collection.</summary>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    Task<IReadOnlyList<StoredIndex>> ListIndexesAsync(string collection, CancellationToken cancellationToken);

    /// <summary>Reads documents in the order of their keys; none when there is no such collection.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="sample">About how many, spread over the whole range of keys and the same ones each time; null for all. A collection with no more is read whole.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    IAsyncEnumerable<StoredDocument> ReadAsync(string collection, int? sample, CancellationToken cancellationToken);
}
