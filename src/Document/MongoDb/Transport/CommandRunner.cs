using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Sessions;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Wire;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>Sends commands: selects the server, adds what goes with the command, learns from what comes back, and tries once more what may be.</summary>
internal sealed class CommandRunner(ConnectionString connection, ServerSelector selector, ConnectionOpener opener, SessionPool sessions) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ServerAddress, ConnectionPool> _pools = new();
    private readonly ClusterClock _clock = new();

    public async Task<RawDocument> RunAsync(MongoCommand command, MongoSession? session, CancellationToken cancellationToken)
    {
        ServerSession? lent = null;
        long? number = null;
        MongoException? first = null;
        try
        {
            while (true)
            {
                var server = await SelectAsync(session, first, cancellationToken);
                if (session is null && server.SessionTimeoutMinutes is not null)
                {
                    lent ??= sessions.Take(server.SessionTimeoutMinutes);
                }

                var owner = session?.Server ?? lent;
                var mayRetry = MayRetry(command, session, owner, server);
                if (first is not null && command.Kind == CommandKind.RetryableWrite && !mayRetry)
                {
                    // Without a number this server would take the second try for another write.
                    ExceptionDispatchInfo.Throw(first);
                }

                number ??= mayRetry && command.Kind == CommandKind.RetryableWrite ? owner!.NextTransactionNumber() : null;
                try
                {
                    return await SendAsync(server, command, Additions(command, session, owner, number, server), session, owner, cancellationToken);
                }
                catch (MongoException error)
                {
                    Mark(error, command, session, mayRetry);
                    if (first is not null)
                    {
                        ExceptionDispatchInfo.Throw(error.HasLabel(ErrorLabel.NoWritesPerformed) ? first : error);
                    }

                    if (!mayRetry || !IsRetryable(error, command.Kind, server))
                    {
                        throw;
                    }

                    first = error;
                }
            }
        }
        finally
        {
            if (lent is not null)
            {
                sessions.Return(lent);
            }
        }
    }

    /// <summary>Commits or aborts: sent once more after an error that allows it, and a commit that is sent again asks for a majority in bounded time.</summary>
    public async Task EndTransactionAsync(MongoSession session, JObject body, bool again, CancellationToken cancellationToken)
    {
        MongoException? first = null;
        while (true)
        {
            var command = new MongoCommand { Database = "admin", Body = body, Kind = CommandKind.Write, Session = session };
            var server = await SelectAsync(session, first, cancellationToken);
            var additions = new JObject(new JProperty("$db", "admin"), new JProperty("lsid", session.Id));
            AddClusterTime(additions);
            var concern = WriteConcern();
            if (again || first is not null)
            {
                concern["w"] = "majority";
                concern.TryAdd("wtimeout", new JValue((object)10_000));
            }

            additions.Add("writeConcern", concern);
            try
            {
                await SendAsync(server, command, additions, session, session.Server, cancellationToken);
                return;
            }
            catch (MongoException error) when (first is null && IsRetryable(error, CommandKind.RetryableWrite, server))
            {
                first = error;
                session.Unpin();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values)
        {
            await pool.DisposeAsync();
        }
    }

    private async Task<ServerDescription> SelectAsync(MongoSession? session, MongoException? first, CancellationToken cancellationToken)
    {
        try
        {
            return await selector.SelectAsync(session?.Pinned, cancellationToken);
        }
        catch (MongoException error)
        {
            session?.Unpin();
            if (session?.IsInTransaction == true)
            {
                error.Label(ErrorLabel.TransientTransaction);
            }

            if (first is not null)
            {
                // The first try's error says what happened to the command; that there is no second server only says why it was not tried again.
                ExceptionDispatchInfo.Throw(first);
            }

            throw;
        }
    }

    private async Task<RawDocument> SendAsync(
        ServerDescription server, MongoCommand command, JObject additions, MongoSession? session, ServerSession? owner, CancellationToken cancellationToken)
    {
        var generation = selector.State.GenerationOf(server.Address);
        var pool = _pools.GetOrAdd(server.Address, address => new ConnectionPool(address, opener, connection));
        MongoConnection opened;
        try
        {
            opened = await pool.TakeAsync(generation, cancellationToken);
        }
        catch (MongoConnectionException error)
        {
            selector.Learn(state => state.WithNetworkError(server.Address, error.Message, generation, error.IsTimeout));
            throw;
        }

        try
        {
            session?.Sent(server.Kind == ServerKind.Mongos ? server.Address : null);
            owner?.Touch();
            var reply = await opened.ExchangeAsync(command.Body, additions, command.Sequences, cancellationToken);
            _clock.See(reply);
            session?.See(reply);
            selector.Learn(state => state.WithReply(server.Address, reply, opened.Generation, opened.Server.MaxWireVersion));
            return MongoCommandException.Of(server.Address, command.Name, reply, command.ReturnsWriteErrors) is { } refused ? throw refused : reply;
        }
        catch (OperationCanceledException)
        {
            _ = owner?.IsDirty = true;
            throw;
        }
        catch (MongoConnectionException error)
        {
            _ = owner?.IsDirty = true;
            selector.Learn(state => state.WithNetworkError(server.Address, error.Message, opened.Generation, error.IsTimeout));
            throw;
        }
        finally
        {
            await pool.ReturnAsync(opened);
        }
    }

    private JObject Additions(MongoCommand command, MongoSession? session, ServerSession? owner, long? number, ServerDescription server)
    {
        var additions = new JObject(new JProperty("$db", command.Database));
        if (owner is not null)
        {
            additions.Add("lsid", owner.Id);
        }

        if (number is { } once)
        {
            additions.Add("txnNumber", new JValue(once));
        }

        session?.AddTo(additions);
        AddClusterTime(additions);
        if (command.Kind is CommandKind.Write or CommandKind.RetryableWrite && session?.IsInTransaction != true && !command.Body.ContainsKey("writeConcern"))
        {
            additions.Add("writeConcern", WriteConcern());
        }

        if (server.Kind is ServerKind.Secondary or ServerKind.Other && command.Kind == CommandKind.Read)
        {
            // A direct connection to a member that is no primary: without this it refuses to be read.
            additions.Add("$readPreference", new JObject(new JProperty("mode", "primaryPreferred")));
        }

        return additions;
    }

    private void AddClusterTime(JObject additions)
    {
        if (_clock.Time is { } time)
        {
            additions.Add("$clusterTime", new JRaw(time));
        }
    }

    private JObject WriteConcern()
    {
        var concern = new JObject(new JProperty("w", connection.Options.GetValueOrDefault("w") switch { int number => new JValue((object)number), string tag => new JValue(tag), _ => new JValue("majority") }));
        if (connection.Options.GetValueOrDefault("journal") is bool journal)
        {
            concern.Add("j", journal);
        }

        if (connection.Options.GetValueOrDefault("wTimeoutMS") is int timeout and > 0)
        {
            concern.Add("wtimeout", new JValue((object)timeout));
        }

        return concern;
    }

    private bool MayRetry(MongoCommand command, MongoSession? session, ServerSession? owner, ServerDescription server) => session?.IsInTransaction != true && command.Kind switch
    {
        CommandKind.Read => connection.RetryReads,
        CommandKind.RetryableWrite => connection.RetryWrites && owner is not null && server.Kind is ServerKind.Primary or ServerKind.Mongos && server.SessionTimeoutMinutes is not null,
        _ => false,
    };

    /// <summary>From MongoDB 4.4 (wire version 9) on the server says itself which of its errors let a write be tried again.</summary>
    private static bool IsRetryable(MongoException error, CommandKind kind, ServerDescription server) => error switch
    {
        MongoConnectionException connection => connection.Code != MongoErrors.TlsRefused,
        MongoCommandException command when kind == CommandKind.Read => ServerErrorCode.IsRetryable(command.ServerCode),
        MongoCommandException command => command.HasLabel(ErrorLabel.RetryableWrite) || (server.MaxWireVersion < 9 && ServerErrorCode.IsRetryable(command.ServerCode)),
        _ => false,
    };

    private static void Mark(MongoException error, MongoCommand command, MongoSession? session, bool mayRetry)
    {
        if (session?.IsInTransaction == true)
        {
            if (error is MongoConnectionException)
            {
                error.Label(ErrorLabel.TransientTransaction);
            }

            if (error.HasLabel(ErrorLabel.TransientTransaction))
            {
                session.Unpin();
            }
        }
        else if (mayRetry && command.Kind == CommandKind.RetryableWrite && error is MongoConnectionException)
        {
            error.Label(ErrorLabel.RetryableWrite);
        }
    }
}
