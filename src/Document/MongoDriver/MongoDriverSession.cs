using DocMigrate.Document.MongoDb.Transport;
using MongoDB.Driver;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDriver;

/// <summary>A session of the driver. The state of the transaction, and what a commit asks for when it is sent again, are the driver's.</summary>
internal sealed class MongoDriverSession(IMongoClient client, IClientSessionHandle handle, bool hasTransactions, WriteConcern concern) : IMongoSession
{
    public JObject Id { get; } = DriverFailure.Raw(handle.ServerSession.Id).Decode();

    public bool IsInTransaction => handle.IsInTransaction;

    internal IClientSessionHandle Handle => handle;

    public void StartTransaction()
    {
        if (!hasTransactions)
        {
            throw ServerCapabilities.NotOffered("no transactions");
        }

        handle.StartTransaction(new TransactionOptions(readPreference: ReadPreference.Primary, writeConcern: concern));
    }

    public async Task CommitTransactionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await handle.CommitTransactionAsync(cancellationToken);
        }
        catch (Exception error) when (DriverFailure.OfCommit(error, client) is { } known)
        {
            throw known;
        }
    }

    public Task AbortTransactionAsync(CancellationToken cancellationToken) => handle.AbortTransactionAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (handle.IsInTransaction)
        {
            await handle.AbortTransactionAsync();
        }

        handle.Dispose();
    }
}
