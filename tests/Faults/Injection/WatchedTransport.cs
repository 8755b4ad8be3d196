using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Transport;

namespace DocMigrate.Faults.Injection;

/// <summary>Stands before a connection to MongoDB, and says when something is written there. The lock is not meant, which is written to all the time.</summary>
internal sealed class WatchedTransport(IMongoTransport inner, Injector injector) : IMongoTransport
{
    public async Task<RawDocument> RunAsync(MongoCommand command, CancellationToken cancellationToken)
    {
        if (command.Kind is not (CommandKind.Write or CommandKind.RetryableWrite) || ((string?)command.Body[command.Name])?.EndsWith("_lock", StringComparison.Ordinal) == true)
        {
            return await inner.RunAsync(command, cancellationToken);
        }

        injector.Reach(FaultPoints.WriteBefore);
        var reply = await inner.RunAsync(command, cancellationToken);
        injector.Reach(FaultPoints.WriteAfter);
        return reply;
    }

    public Task<ServerCapabilities> GetCapabilitiesAsync(CancellationToken cancellationToken) => inner.GetCapabilitiesAsync(cancellationToken);

    public Task<IMongoSession> StartSessionAsync(CancellationToken cancellationToken) => inner.StartSessionAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
