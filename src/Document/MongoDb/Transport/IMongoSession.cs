using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>A session of the server: holds a transaction together. Not thread-safe: one command at a time. Disposing it aborts a transaction that is open.</summary>
public interface IMongoSession : IAsyncDisposable
{
    /// <summary>How the server knows it, as in <c>killSessions</c>.</summary>
    JObject Id { get; }

    /// <summary>Whether a transaction was begun that was neither committed nor aborted.</summary>
    bool IsInTransaction { get; }

    /// <summary>Begins a transaction: the commands of this session belong to it from now on. Nothing is sent yet.</summary>
    /// <exception cref="InvalidOperationException">One is open.</exception>
    /// <exception cref="Errors.StoreException">The server has no transactions (DM6222).</exception>
    void StartTransaction();

    /// <summary>Commits the transaction with <c>w: majority</c>. May be called again after an error with the label <c>UnknownTransactionCommitResult</c>.</summary>
    /// <exception cref="InvalidOperationException">None was begun.</exception>
    /// <exception cref="Failures.MongoException">It was not committed, or, with that label, it is not known.</exception>
    Task CommitTransactionAsync(CancellationToken cancellationToken);

    /// <summary>Aborts the transaction. If the server can't be told, it does so by itself after a minute.</summary>
    /// <exception cref="InvalidOperationException">None was begun.</exception>
    Task AbortTransactionAsync(CancellationToken cancellationToken);
}
