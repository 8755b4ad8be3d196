using System.Runtime.ExceptionServices;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Sessions;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage;

/// <summary>The transaction of a database: the server's own, or what takes its place on a standalone server. Not thread-safe.</summary>
/// <remarks>
/// A server ends transactions for its own reasons: because others write to the same documents, or because there is another primary. Nothing of it is done then. So what was written is
/// remembered and sent again, where each write compares the documents with what was read of them; if a reply then differs from the first one, others have changed them in between, and the
/// transaction is given up, as it is where a write compares nothing.
/// </remarks>
internal sealed class MongoTransaction(MongoDatabase database, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A server ends a transaction after a minute (<c>transactionLifetimeLimitSeconds</c>). One in which nothing was written yet is begun anew before that.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    private readonly List<(MongoCommand Command, string? Outcome)> _written = [];
    private IMongoSession? _session;
    private IMongoSession? _defining;
    private StoreException? _outcomeUnknown;
    private bool _isServers;
    private bool _isPinned;
    private int _sent;
    private long _started;

    public bool IsOpen { get; private set; }

    public int Rollbacks { get; private set; }

    /// <summary>Whether documents were written in the transaction that is open.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Whether the server is waited for. Thread-safe.</summary>
    public bool IsBusy => Volatile.Read(ref _sent) > 0;

    /// <summary>How the server knows the sessions in which all is written, so that a successor can end them; none before they were opened, and where there are no sessions.</summary>
    public IEnumerable<JObject> SessionIds => ((IMongoSession?[])[_session, _defining]).OfType<IMongoSession>().Select(static session => session.Id);

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            throw new InvalidOperationException("A transaction is open already: transactions of one database don't nest.");
        }

        if (_outcomeUnknown is { } unknown)
        {
            throw unknown;
        }

        _isServers = await database.HasTransactionsAsync(cancellationToken);
        await OpenSessionAsync(cancellationToken);
        await RequireLeaseAsync(cancellationToken);
        await database.Own.EnsureAsync(cancellationToken);
        try
        {
            await AgainAndAgainAsync(() => Task.FromResult(true), StartAsync, cancellationToken);
            IsOpen = true;
        }
        finally
        {
            if (!IsOpen)
            {
                await AbortAsync();
            }
        }
    }

    /// <summary>
    /// From now on this transaction is never begun anew by itself: what is written in it follows from what was read in it, and may be written in no other.
    /// </summary>
    public void Pin() => _isPinned = IsOpen;

    public async Task<RawDocument> RunAsync(MongoCommand command, bool compares, CancellationToken cancellationToken)
    {
        var writes = Writes(command);
        if (!IsOpen)
        {
            return writes
                ? throw new InvalidOperationException("No transaction is open on this database: begin one before writing.")
                : await database.Transport.RunAsync(command, cancellationToken);
        }

        if (writes)
        {
            await RequireLeaseAsync(cancellationToken);
            if (_isServers && _written.Count == 0 && !_isPinned && time.GetElapsedTime(_started) > Fresh)
            {
                await AbortAsync();
                await AgainAndAgainAsync(() => Task.FromResult(true), StartAsync, cancellationToken);
            }
        }

        return await AgainAndAgainAsync(() => SendAsync(command, compares, cancellationToken), static _ => Task.CompletedTask, cancellationToken);
    }

    public async Task<RawDocument> DefineAsync(MongoCommand command, CancellationToken cancellationToken)
    {
        if (!IsOpen || (HasWritten && _isServers))
        {
            throw new InvalidOperationException(IsOpen
                ? "Documents were written in the transaction that is open: a checkpoint has to come before a collection or an index is changed."
                : "No transaction is open on this database: begin one before changing a collection or an index.");
        }

        await RequireLeaseAsync(cancellationToken);
        if (!_isServers)
        {
            await RequireFenceAsync(cancellationToken);
            return await ExchangeAsync(command, _defining, cancellationToken);
        }

        // The transaction stays open meanwhile: it has only touched the fence, which nobody can raise as long as it is there. What is there afterwards, one that began before does not see.
        var reply = await ExchangeAsync(command, _defining, cancellationToken);
        await AbortAsync();
        await AgainAndAgainAsync(() => Task.FromResult(true), StartAsync, cancellationToken);
        return reply;
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            throw new InvalidOperationException("There is no transaction to commit.");
        }

        // Not to be cancelled: what became of it would not be known.
        cancellationToken.ThrowIfCancellationRequested();
        await RequireLeaseAsync(CancellationToken.None);
        await AgainAndAgainAsync(
            async () =>
            {
                await database.History.FlushAsync(command => SendOnceAsync(command, CancellationToken.None));
                await CommitSessionAsync();
                return true;
            },
            static _ => Task.CompletedTask,
            CancellationToken.None);
        End();
    }

    public async Task RollbackAsync()
    {
        if (!IsOpen)
        {
            return;
        }

        End();
        Rollbacks++;
        await AbortAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await RollbackAsync();
        foreach (var session in ((IMongoSession?[])[_session, _defining]).OfType<IMongoSession>())
        {
            await session.DisposeAsync();
        }

        (_session, _defining) = (null, null);
    }

    /// <summary>Waits until nothing is on its way to the server. Thread-safe.</summary>
    public async Task QuietAsync(CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _sent) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellationToken);
        }
    }

    /// <summary>Opens the sessions where there are none yet and the server has sessions.</summary>
    public async Task OpenSessionAsync(CancellationToken cancellationToken)
    {
        if (_session is null && (await database.GetServerAsync(cancellationToken)).HasSessions)
        {
            _session = await database.Transport.StartSessionAsync(cancellationToken);
            _defining = await database.Transport.StartSessionAsync(cancellationToken);
        }
    }

    private static bool Writes(MongoCommand command) => command.Kind is CommandKind.Write or CommandKind.RetryableWrite;

    /// <summary>What a write did: what a second sending of it has to do too.</summary>
    private static string Outcome(RawDocument reply) => string.Join(
        ' ', reply.Elements().Where(static element => element.Key is "n" or "nModified").Select(static element => $"{element.Key}={element.Value.AsInt64}"));

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _started = time.GetTimestamp();
        if (!_isServers)
        {
            await RequireFenceAsync(cancellationToken);
            return;
        }

        _session!.StartTransaction();
        if (database.Fence is { } own)
        {
            await database.Own.TouchFenceAsync(own, command => SendOnceAsync(command, cancellationToken), cancellationToken);
        }
    }

    private async Task RequireFenceAsync(CancellationToken cancellationToken)
    {
        if (database.Fence is { } own && await database.Own.ReadFenceAsync(cancellationToken) is var present && present != own)
        {
            throw new LockLostException(database.DisplayName, own, present);
        }
    }

    private async Task<RawDocument> SendAsync(MongoCommand command, bool compares, CancellationToken cancellationToken)
    {
        var reply = await SendOnceAsync(command, cancellationToken);
        if (Writes(command))
        {
            HasWritten = true;
            if (_isServers)
            {
                _written.Add((command, compares ? Outcome(reply) : null));
            }
        }

        return reply;
    }

    private Task<RawDocument> SendOnceAsync(MongoCommand command, CancellationToken cancellationToken)
    {
        if (!_isServers && Writes(command))
        {
            database.Held?.Limit(command.Body);
        }

        return ExchangeAsync(command, _session, cancellationToken);
    }

    private async Task<RawDocument> ExchangeAsync(MongoCommand command, IMongoSession? session, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _sent);
        try
        {
            // Looked at after it is counted: who is told that nothing is on its way can rely on it.
            if (database.Held is { IsTakenAway: true } held && command.Kind != CommandKind.Read)
            {
                throw await held.WhyLostAsync(null, cancellationToken);
            }

            return await database.Transport.RunAsync(command with { Session = session }, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _sent);
        }
    }

    /// <summary>Does it, and where the server ended the transaction, begins it anew, writes again what was written in it, and does it again.</summary>
    private async Task<T> AgainAndAgainAsync<T>(Func<Task<T>> work, Func<CancellationToken, Task> begin, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await begin(cancellationToken);
                return await work();
            }
            catch (MongoException error) when (_isServers && error.HasLabel(ErrorLabel.TransientTransaction) && time.GetElapsedTime(start) < MongoSessionExtensions.RetryLimit)
            {
                await AbortAsync();
                if (_isPinned)
                {
                    throw InTheWay(error);
                }

                begin = token => WriteAgainAsync(error, token);
            }

            await Task.Delay(MongoSessionExtensions.Pause(attempt), time, cancellationToken);
        }
    }

    private async Task WriteAgainAsync(MongoException error, CancellationToken cancellationToken)
    {
        if (_written.Exists(static written => written.Outcome is null))
        {
            throw InTheWay(error);
        }

        await StartAsync(cancellationToken);
        foreach (var (command, outcome) in _written)
        {
            if (Outcome(await SendOnceAsync(command, cancellationToken)) != outcome)
            {
                throw InTheWay(error);
            }
        }
    }

    private StoreException InTheWay(MongoException error) => new(
        MongoErrors.InTheWay,
        $"Others wrote to the same documents of '{database.DisplayName}' while a transaction was open, so that it could not be done again as it was. Nothing of it is written: {error.Message}",
        "Run the same command again: it goes on from what is recorded.",
        error);

    private async Task CommitSessionAsync()
    {
        if (!_isServers)
        {
            return;
        }

        try
        {
            await _session!.CommitAsync(time, time.GetTimestamp(), CancellationToken.None);
        }
        catch (MongoException error) when (error.HasLabel(ErrorLabel.UnknownCommitResult))
        {
            _outcomeUnknown = new StoreException(
                MongoErrors.OutcomeUnknown,
                $"It is not known whether the last transaction in '{database.DisplayName}' was committed; nothing was written after it: {error.Message}",
                "When the server is there again, run the same command: what is recorded in the database says how far it is.",
                error);
            ExceptionDispatchInfo.Throw(_outcomeUnknown);
        }
    }

    /// <exception cref="StoreException">The lease of the lock which is held is over (DM6226).</exception>
    private async Task RequireLeaseAsync(CancellationToken cancellationToken)
    {
        if (database.Held is { } held)
        {
            await held.RequireLeaseAsync(cancellationToken);
        }
    }

    private async Task AbortAsync()
    {
        if (_session is { IsInTransaction: true } session)
        {
            await session.AbortTransactionAsync(CancellationToken.None);
        }
    }

    private void End()
    {
        (IsOpen, HasWritten, _isPinned) = (false, false, false);
        _written.Clear();
        database.History.Clear();
    }
}
