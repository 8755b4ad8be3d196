using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using DocMigrate.Locking;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage.Locking;

/// <summary>A lease on the server's clock, which its holder lengthens as long as it lives: it ends by itself some time after the holder has. The fence is a number beside the history.</summary>
/// <remarks>
/// Where the server has transactions, each of a holder writes to the fence, so that the fence can't be raised before the transaction ends; one that does not end is ended with its session.
/// Where it has none, every write of a holder ends before its lease does (<c>maxTimeMS</c>), and nobody gets the lock before that. What remains is a write that was sent in time and reaches
/// the server later than the lease lasts.
/// </remarks>
internal sealed class MongoLock(MongoDatabase database, TimeProvider time) : IMigrationLock
{
    private const int DuplicateKey = 11000;
    private const int MaxTimeExpired = 50;

    /// <summary>How long one attempt to raise the fence waits for a transaction that is in the way.</summary>
    private const long AttemptMilliseconds = 2000;

    /// <summary>Longer than a server lets a transaction be open.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _collection = database.CollectionOf(OwnCollections.Lock);

    /// <summary>The sessions of one who had the lock before, and did not give it back.</summary>
    private JArray _earlier = [];

    public async Task<IHeldLock?> TryAcquireAsync(LockHolder holder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(holder);
        var present = await ReadAsync(alive: false, cancellationToken);
        if (present is not null && await ReadAsync(alive: true, cancellationToken) is not null)
        {
            return null;
        }

        await database.Transaction.OpenSessionAsync(cancellationToken);
        var wanted = new LockRecord(Guid.NewGuid().ToString("N"), holder, [.. database.Transaction.SessionIds]);
        var began = time.GetTimestamp();
        try
        {
            var reply = await database.Transport.RunAsync(database.Command(wanted.Take(_collection, database.Options.Lease), CommandKind.RetryableWrite), cancellationToken);
            if (reply["value"]?.AsDocument is not { } taken || LockRecord.Of(taken).Token != wanted.Token)
            {
                return null;
            }
        }
        catch (MongoCommandException error) when (error.ServerCode == DuplicateKey)
        {
            // Of two who try to be the first, one is.
            return null;
        }

        _earlier = present?.Sessions ?? [];
        await EndSessionsAsync(_earlier, cancellationToken);
        var held = new MongoHeldLock(database, _collection, wanted, began, time);
        database.Hold(held);
        return held;
    }

    public async Task<LockHolder?> ReadHolderAsync(CancellationToken cancellationToken) => (await ReadAsync(alive: true, cancellationToken))?.Holder;

    public async Task<long> ReadFenceAsync(CancellationToken cancellationToken) =>
        database.History.RaisedFence ?? await database.Own.ReadFenceAsync(cancellationToken);

    public async Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken)
    {
        if (database.InTransaction)
        {
            Require(from, await ReadFenceAsync(cancellationToken));
            database.History.RaiseFence(from, to);
            return;
        }

        await database.Own.EnsureAsync(cancellationToken);
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                var raise = database.Own.RaiseFence(from, to);
                raise.Body.Add("maxTimeMS", AttemptMilliseconds);
                if ((await database.Transport.RunAsync(raise, cancellationToken))["value"]?.AsDocument is null)
                {
                    Require(from, await database.Own.ReadFenceAsync(cancellationToken));
                    continue;
                }

                return;
            }
            catch (MongoCommandException error) when (error.ServerCode == MaxTimeExpired)
            {
                if (time.GetElapsedTime(began) > Patience)
                {
                    throw new StoreException(
                        MongoErrors.FenceBusy,
                        $"A transaction of an earlier run is open in '{database.DisplayName}', and does not end.",
                        "See which one with db.currentOp() in mongosh, and end it with db.killOp(). Nothing is lost: the server undoes what was not committed.",
                        error)
                    {
                        IsBusy = true,
                    };
                }
            }

            // Whoever raises the fence has the lock or takes it away: so the transaction is that of a run which has lost it.
            await EndSessionsAsync(_earlier, cancellationToken);
            if (await ReadAsync(alive: false, cancellationToken) is { } present && present.Token != database.Held?.Token)
            {
                await EndSessionsAsync(present.Sessions, cancellationToken);
            }
        }
    }

    public async Task BreakAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(alive: false, cancellationToken) is not { } present)
        {
            return;
        }

        await database.Transport.RunAsync(database.Command(LockRecord.Break(_collection, present.Token), CommandKind.RetryableWrite), cancellationToken);
        await EndSessionsAsync(present.Sessions, cancellationToken);
        if (!(await database.GetServerAsync(cancellationToken)).HasTransactions)
        {
            // Only the end of the lease stops what the holder may still send; a holder that is well gives it back at once.
            while (await ReadAsync(alive: true, cancellationToken, present.Token) is not null)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        await database.Transport.RunAsync(database.Command(LockRecord.Delete(_collection, present.Token), CommandKind.RetryableWrite), cancellationToken);
    }

    private async Task<LockRecord?> ReadAsync(bool alive, CancellationToken cancellationToken, string? token = null)
    {
        // Never in the transaction that is open: it would see the lock as it was when the transaction began.
        var reply = await database.Transport.RunAsync(database.Command(LockRecord.Find(_collection, alive, token), CommandKind.Read), cancellationToken);
        return reply["cursor"]?.AsDocument?["firstBatch"]?.AsArray?.FirstOrDefault()?.AsDocument is { } document ? LockRecord.Of(document) : null;
    }

    /// <summary>Ends what the sessions are doing: the statement that runs, and the transaction that is open.</summary>
    private async Task EndSessionsAsync(JArray sessions, CancellationToken cancellationToken)
    {
        if (sessions.Count == 0)
        {
            return;
        }

        try
        {
            await database.Transport.RunAsync(
                new MongoCommand { Database = "admin", Body = Bodies.Of(("killSessions", sessions.DeepClone())) }, cancellationToken);
        }
        catch (MongoCommandException)
        {
            // Another user's sessions, or a server that has no such command: then the end of the lease, or of the server's patience with a transaction, has to do.
            return;
        }
    }

    private void Require(long own, long present)
    {
        if (present != own)
        {
            throw new LockLostException(database.DisplayName, own, present);
        }
    }
}
