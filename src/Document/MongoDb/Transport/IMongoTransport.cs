using DocMigrate.Document.MongoDb.Bson;

namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>
/// The one way to MongoDB: send a command, get the reply. (1) Commands go to the server that takes writes, or to the only one of a direct connection. (2) A reply
/// that is no success is an error, never a return value. (3) What may be sent a second time is said by the command; it is sent at most twice. (4) After
/// a failure it is never claimed that nothing was done.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public interface IMongoTransport : IAsyncDisposable
{
    /// <summary>Sends a command.</summary>
    /// <returns>The reply, not decoded.</returns>
    /// <exception cref="Failures.MongoException">The server can't be reached, or refused the command.</exception>
    /// <exception cref="Errors.DataException">The body has no form in BSON, or is larger than the server allows (DM6217).</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what the server does then is not known.</exception>
    Task<RawDocument> RunAsync(MongoCommand command, CancellationToken cancellationToken);

    /// <summary>Finds out what the server can do that takes the writes.</summary>
    /// <exception cref="Failures.MongoException">No such server can be reached.</exception>
    Task<ServerCapabilities> GetCapabilitiesAsync(CancellationToken cancellationToken);

    /// <summary>Opens a session.</summary>
    /// <exception cref="Failures.MongoException">No server can be reached.</exception>
    /// <exception cref="Errors.StoreException">The server has no sessions (DM6222).</exception>
    Task<IMongoSession> StartSessionAsync(CancellationToken cancellationToken);
}
