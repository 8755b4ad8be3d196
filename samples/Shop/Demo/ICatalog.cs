namespace Shop.Demo;

/// <summary>The store of documents, as an application beside the migrations reads and writes it.</summary>
internal interface ICatalog
{
    /// <summary>Writes documents.</summary>
    /// <param name="collection">Into which collection.</param>
    /// <param name="documents">Each as JSON that begins with its <c>_id</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task InsertAsync(string collection, IEnumerable<string> documents, CancellationToken cancellationToken);

    /// <summary>Reads all documents: JSON by id, with the id's type before it.</summary>
    Task<Dictionary<string, string>> ReadAsync(string collection, CancellationToken cancellationToken);
}
