namespace DocMigrate.Document.Passes;

/// <summary>What a store has to say of unique indexes before documents change: which there are, and what documents would have under them.</summary>
public interface IUniqueIndexes
{
    /// <summary>The name that an index gets which a migration gives that name. The same unless the store cuts long names off.</summary>
    string NameOf(string name) => name;

    /// <summary>The names of a collection's unique indexes that look into documents, whoever made them. Empty where there is no such collection. Read-only.</summary>
    Task<IReadOnlyList<string>> ListAsync(string collection, CancellationToken cancellationToken);

    /// <summary>Opens a place for what documents would have under indexes; it holds as much as there are documents, but not in memory, and is gone with the disposal.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="pass">What is to be done to the documents; null for nothing.</param>
    /// <param name="indexes">Under which; one at least.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when there is no such collection.</returns>
    Task<IUniqueKeys?> OpenAsync(string collection, ReshapePass? pass, IReadOnlyList<UniqueIndex> indexes, CancellationToken cancellationToken);
}
