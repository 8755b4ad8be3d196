using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Locking;

/// <summary>The lock of a PostgreSQL database, held by a session of its own. Twice a second it shows how far the holder is, and looks whether the server is at work for it.</summary>
internal sealed class PostgresHeldLock : HeldLock
{
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
    private volatile StoreException? _lost;

    public PostgresHeldLock(PostgresDatabase database, NpgsqlConnection connection, long key, LockHolder holder, int room)
        : base(database, holder, TimeProvider.System)
    {
        (_database, _connection, _key, _room) = (database, connection, key, room);
        Begin();
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

    protected override async Task ShowAsync()
    {
        if (_lost is not null)
        {
            return;
        }

        Advance();
        try
        {
            await using var command = _connection.Command(
                HolderRecord.Comment(Holder, _room) + Look, _database.ServerProcessIds, HolderRecord.ApplicationName(Holder));
            command.CommandTimeout = LongestLook;
            if (await command.ExecuteScalarAsync() is > 0L)
            {
                _database.Worked();
            }
        }
        catch (Exception error) when (PostgresFault.IsOne(error))
        {
            _lost = _database.Fault(error);
        }
    }

    protected override async Task ReleaseAsync()
    {
        _database.Release(this);
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
}
