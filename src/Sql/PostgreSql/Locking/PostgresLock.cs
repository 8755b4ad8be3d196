using System.Globalization;
using DocMigrate.Locking;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Locking;

/// <summary>
/// An advisory lock of a session of its own: it goes with its holder's connection. Always tried, never waited for by the server: a waiting session and a
/// <c>CREATE INDEX CONCURRENTLY</c> of the holder would wait for each other. The fence is a row of the database.
/// </summary>
/// <remarks>
/// Each transaction that the fence lets in shares an advisory lock to its end; who raises the fence needs it alone. So the fence is never raised while such a
/// transaction is open. One that does not end, that of a frozen process say, is ended: whoever raises the fence either has the lock or takes it away, so the
/// transaction is that of a run which has lost it.
/// </remarks>
internal sealed class PostgresLock : IMigrationLock, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly PostgresDatabase _database;
    private readonly long _key;
    private NpgsqlConnection? _waiting;
    private ServerSession _waitingServer;

    public PostgresLock(PostgresDatabase database)
    {
        _database = database;
        _key = AdvisoryKey.OfRun(database.Schema, database.Naming.Prefix);
    }

    public async Task<IHeldLock?> TryAcquireAsync(LockHolder holder, CancellationToken cancellationToken)
    {
        if (_waiting is null)
        {
            (_waiting, _waitingServer) = await _database.ConnectAsync(cancellationToken);
        }

        try
        {
            var room = (int)await _waiting.CountAsync(
                "SELECT setting::bigint - 1 FROM pg_settings WHERE name = 'track_activity_query_size'", cancellationToken);
            var got = await _waiting.ScalarAsync(
                HolderRecord.Comment(holder, room) + $"SELECT pg_try_advisory_lock({_key}), set_config('application_name', $1, false)",
                cancellationToken,
                HolderRecord.ApplicationName(holder));
            if (got is not true)
            {
                return null;
            }

            await PoolerProbe.RequireOwnSessionAsync(_database, _waiting, _waitingServer.Process, cancellationToken);
            var held = new PostgresHeldLock(_database, _waiting, _key, holder, room);
            _waiting = null;
            _database.Hold(held);
            return held;
        }
        catch (Exception error)
        {
            // It may hold the lock.
            await DisposeAsync();
            if (PostgresFault.IsOne(error))
            {
                throw _database.Fault(error);
            }

            throw;
        }
    }

    public Task<LockHolder?> ReadHolderAsync(CancellationToken cancellationToken) => _database.ReadAsync(
        async connection => (await connection.OwnersAsync(_key, cancellationToken)) is [var owner, ..] ? HolderRecord.Read(owner) : null, cancellationToken);

    public Task<long> ReadFenceAsync(CancellationToken cancellationToken) => _database.ReadAsync(
        connection => _database.FenceRow.ReadAsync(new PostgresSqlSession(connection), cancellationToken), cancellationToken);

    public Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken) => _database.WriteAsync(
        async connection =>
        {
            await TakeFenceAsync(connection, cancellationToken);
            await _database.FenceRow.RaiseAsync(new PostgresSqlSession(connection), from, to, cancellationToken);
            await CommitOutcome.TidyAsync(_database, connection, cancellationToken);
        },
        cancellationToken);

    public Task BreakAsync(CancellationToken cancellationToken) => _database.ReadAsync(
        async connection =>
        {
            await connection.EndOwnersAsync(_key, _database, cancellationToken);
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_waiting is { } connection)
        {
            _waiting = null;
            await connection.DisposeAsync();
        }
    }

    private async Task TakeFenceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var take = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_try_advisory_xact_lock({_database.FenceKey})");
        var began = TimeProvider.System.GetTimestamp();
        var ended = false;
        while (await connection.ScalarAsync(take, cancellationToken) is not true)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                if (ended)
                {
                    throw await FenceHolders.BusyAsync(connection, _database, cancellationToken);
                }

                await connection.EndOwnersAsync(_database.FenceKey, _database, cancellationToken);
                began = TimeProvider.System.GetTimestamp();
                ended = true;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
