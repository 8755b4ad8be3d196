using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using DocMigrate.Locking;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage.Locking;

/// <summary>The lease of this process. A timer lengthens it, and shows how far the holder is; only work is a sign of life.</summary>
internal sealed class MongoHeldLock : HeldLock
{
    private readonly MongoDatabase _database;
    private readonly string _collection;
    private readonly TimeProvider _time;
    private readonly TimeSpan _lease;
    private readonly RunningStatements _statements;
    private readonly SemaphoreSlim _renewing = new(1);
    private long _renewed;
    private volatile bool _takenAway;

    public MongoHeldLock(MongoDatabase database, string collection, LockRecord record, long taken, TimeProvider time)
        : base(database, record.Holder, time)
    {
        (_database, _collection, _time, Token) = (database, collection, time, record.Token);
        _lease = database.Options.Lease;
        _statements = new RunningStatements(database, record.Sessions);
        _renewed = taken;
        Begin();
    }

    public string Token { get; }

    /// <summary>Whether it is known that another took the lock away.</summary>
    public bool IsTakenAway => _takenAway;

    /// <summary>How long nobody else can get the lock, at least. Counted from before it was asked for: the server's clock was not behind that.</summary>
    private TimeSpan Remaining => _takenAway ? TimeSpan.Zero : _lease - Margin - _time.GetElapsedTime(Interlocked.Read(ref _renewed));

    /// <summary>What a command may take longer than it is given: servers look at the clock now and then only.</summary>
    private TimeSpan Margin => _lease / 10;

    /// <summary>Lengthens the lease where it is over.</summary>
    /// <exception cref="LockLostException">The lock was taken away, and the fence raised.</exception>
    /// <exception cref="StoreException">The lease is over, and can't be lengthened (DM6226).</exception>
    public async Task RequireLeaseAsync(CancellationToken cancellationToken)
    {
        if (Remaining > TimeSpan.Zero)
        {
            return;
        }

        MongoException? cause = null;
        try
        {
            await RenewAsync(cancellationToken);
        }
        catch (MongoException error)
        {
            cause = error;
        }

        if (Remaining > TimeSpan.Zero)
        {
            return;
        }

        throw await WhyLostAsync(cause, cancellationToken);
    }

    /// <summary>What to say where the lock is not this process's any more.</summary>
    public async Task<MigrationException> WhyLostAsync(MongoException? cause, CancellationToken cancellationToken)
    {
        if (cause is null && Fence is { } own && await _database.Own.ReadFenceAsync(cancellationToken) is var present && present != own)
        {
            return new LockLostException(_database.DisplayName, own, present);
        }

        return new StoreException(
            MongoErrors.LeaseLost,
            $"The lease of the lock of '{_database.DisplayName}' is over, so another run may have the lock by now{(cause is null ? "" : $": {cause.Message.TrimEnd('.')}")}. Nothing was written after that.",
            "Run the same command again: it goes on from what is recorded.",
            cause);
    }

    /// <summary>Gives a write no more time than the lease has left.</summary>
    public void Limit(JObject body)
    {
        var most = Math.Max(1, (long)Remaining.TotalMilliseconds);
        if ((long?)body["maxTimeMS"] is { } own and > 0)
        {
            most = Math.Min(most, own);
        }

        body.Remove("maxTimeMS");
        body.Add("maxTimeMS", most);
    }

    protected override async Task ShowAsync()
    {
        if (_takenAway)
        {
            return;
        }

        if (!HasAdvanced && _database.Transaction.IsBusy && await _statements.IsAtWorkAsync())
        {
            _database.Worked();
        }

        if (!HasAdvanced && _time.GetElapsedTime(Interlocked.Read(ref _renewed)) < _lease / 30)
        {
            return;
        }

        try
        {
            await RenewAsync(CancellationToken.None);
        }
        catch (MongoException)
        {
            // Tried again before long. Whoever writes finds out that the lease is over, and says why.
            return;
        }
    }

    protected override async Task ReleaseAsync()
    {
        _database.Release(this);
        try
        {
            await DeleteAsync();
        }
        catch (MongoException)
        {
            // It ends by itself.
            return;
        }
        finally
        {
            _renewing.Dispose();
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (_takenAway)
            {
                return;
            }

            Advance();
            var began = _time.GetTimestamp();
            var renew = _database.Command(LockRecord.Renew(_collection, Token, Holder, _lease), CommandKind.RetryableWrite) with { Timeout = _lease / 3 };
            if ((await _database.Transport.RunAsync(renew, cancellationToken))["n"]?.AsInt64 == 1)
            {
                Interlocked.Exchange(ref _renewed, began);
                return;
            }

            // From now on nothing is sent; so whoever took it need not wait for the end of the lease.
            _takenAway = true;
            await _database.Transaction.QuietAsync(cancellationToken);
            await DeleteAsync();
        }
        finally
        {
            _renewing.Release();
        }
    }

    private Task DeleteAsync() => _database.Transport.RunAsync(
        _database.Command(LockRecord.Delete(_collection, Token), CommandKind.RetryableWrite) with { Timeout = _lease / 3 }, CancellationToken.None);
}
