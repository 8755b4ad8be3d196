using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Locking;

/// <summary>The lock of a PostgreSQL database, held by a session of its own. Twice a second it shows how far the holder is, and looks whether the server is at work for it.</summary>
internal sealed class PostgresHeldLock : IHeldLock
{
    private const int LongestProgress = 400;

    /// <summary>In seconds. A server that does not answer so simple a question is not there.</summary>
    private const int LongestLook = 30;

    // A statement that waits for another session's lock, or for us, is no sign of life (https://www.postgresql.org/docs/current/monitoring-stats.html#WAIT-EVENT-TABLE).
    private const string Look = """
        SELECT (SELECT count(*) FROM pg_stat_activity
                WHERE pid = ANY($1) AND state = 'active' AND coalesce(wait_event_type, '') NOT IN ('Lock', 'Client')),
            set_config('application_name', $2, false)
        """;

    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly long _key;
    private readonly int _room;
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(500));
    private readonly Task _showing;
    private LockHolder _shown;
    private string? _progress;
    private long _reports;
    private long _shownWork;
    private long _fence;
    private Func<long> _elsewhere = static () => 0;
    private volatile StoreException? _lost;
    private bool _released;

    public PostgresHeldLock(PostgresDatabase database, NpgsqlConnection connection, long key, LockHolder holder, int room)
    {
        _database = database;
        _connection = connection;
        _key = key;
        _room = room;
        _shown = holder;
        _shownWork = Work;
        _showing = ShowAsync();
    }

    public long? Fence => Interlocked.Read(ref _fence) is > 0 and var fence ? fence : null;

    // A report says that the run got on, and so does every statement that the server works on.
    private long Work => Interlocked.Read(ref _reports) + _database.Work + Volatile.Read(ref _elsewhere)();

    public async Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken)
    {
        await _database.Lock.RaiseFenceAsync(from, to, cancellationToken);
        Interlocked.Exchange(ref _fence, to);
    }

    public void Watch(Func<long> work) => Volatile.Write(ref _elsewhere, work);

    public void Report(string progress)
    {
        Volatile.Write(ref _progress, progress.Length > LongestProgress ? progress[..LongestProgress] : progress);
        Interlocked.Increment(ref _reports);
    }

    /// <exception cref="StoreException">The connection was lost.</exception>
    public void RequireConnection()
    {
        if (_lost is { } lost)
        {
            throw new StoreException(
                PostgresErrors.LockConnectionLost,
                $"The connection that held the lock of '{_database.DisplayName}' was lost, so another run may have it by now: {lost.Message} Nothing was written after that.",
                "Run the same command again: it goes on from what is recorded.",
                lost);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_released)
        {
            return;
        }

        _released = true;
        Interlocked.Exchange(ref _fence, 0);
        _database.Release(this);
        _timer.Dispose();
        await _showing;
        try
        {
            if (_lost is null)
            {
                // Others see it free at once; the end of the session alone would free it a moment later.
                await _connection.ScalarAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_unlock({_key})"), CancellationToken.None);
            }
        }
        catch (Exception error) when (PostgresFault.IsOne(error))
        {
            // The session has ended, and the lock with it.
            _lost = _database.Fault(error);
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task ShowAsync()
    {
        try
        {
            while (await _timer.WaitForNextTickAsync())
            {
                await ShowOnceAsync();
            }
        }
        catch (Exception error) when (PostgresFault.IsOne(error))
        {
            _lost = _database.Fault(error);
        }
    }

    private async Task ShowOnceAsync()
    {
        var work = Work;
        if (work != _shownWork)
        {
            _shownWork = work;
            _shown = _shown with { Progress = Volatile.Read(ref _progress), Signs = _shown.Signs + 1, LastSign = TimeProvider.System.GetUtcNow() };
        }

        await using var command = _connection.Command(
            HolderRecord.Comment(_shown, _room) + Look, _database.ServerProcessIds, HolderRecord.ApplicationName(_shown));
        command.CommandTimeout = LongestLook;
        if (await command.ExecuteScalarAsync() is > 0L)
        {
            _database.Worked();
        }
    }
}
