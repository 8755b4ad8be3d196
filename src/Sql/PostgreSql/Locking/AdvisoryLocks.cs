using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Locking;

/// <summary>Who holds an advisory lock of this database, and how that session is ended.</summary>
internal static class AdvisoryLocks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The sessions that hold it, but for the one that asks.</summary>
    public static Task<List<LockOwner>> OwnersAsync(this NpgsqlConnection connection, long key, CancellationToken cancellationToken) => connection.ListAsync(
        $"""
        SELECT l.pid, a.backend_start::text, a.usename::text, a.application_name, a.query
        FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE {Holding(key)} AND l.pid <> pg_backend_pid()
        ORDER BY l.pid
        """,
        static row => new LockOwner(new ServerSession(row.GetInt32(0), row.Text(1)), row.Text(2), row.Text(3), row.Text(4)),
        cancellationToken);

    /// <summary>Ends the sessions that hold it, and waits until they have ended. What they did not commit is undone.</summary>
    /// <exception cref="StoreException">This user may not end them, or one does not end.</exception>
    public static async Task EndOwnersAsync(this NpgsqlConnection connection, long key, PostgresDatabase database, CancellationToken cancellationToken)
    {
        var owners = await connection.OwnersAsync(key, cancellationToken);
        try
        {
            // Looked up once more, so that nobody is ended who got the server process's number since.
            await connection.ListAsync(
                $"SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE {Holding(key)} AND l.pid = ANY($1)",
                static row => row.GetBoolean(0),
                cancellationToken,
                owners.Select(static owner => owner.Session.Process).ToArray());
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StoreException(
                PostgresErrors.MayNotEnd,
                $"User '{database.Address.Username}' may not end {Text(owners)} in '{database.DisplayName}': {error.MessageText}.",
                $"Let that user or a superuser run: {Statements(owners)} (or grant this user the role pg_signal_backend). Nothing is lost: the server undoes what was not committed.",
                error);
        }

        var began = TimeProvider.System.GetTimestamp();
        while ((await connection.OwnersAsync(key, cancellationToken)).Exists(owner => owners.Exists(ended => ended.Session == owner.Session)))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw Busy(owners, database);
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>What to say of sessions that are in the way.</summary>
    public static StoreException Busy(List<LockOwner> owners, PostgresDatabase database) => new(
        PostgresErrors.Busy,
        $"A transaction is open in '{database.DisplayName}' and does not end: that of {Text(owners)}.",
        $"End the program that began it, or its session: {Statements(owners)}. Nothing is lost: the server undoes what was not committed.")
    {
        IsBusy = true,
    };

    private static string Text(List<LockOwner> owners) => owners.Count == 0 ? "a session that has just ended" : string.Join(", ", owners);

    private static string Statements(List<LockOwner> owners) => string.Join(
        " ", owners.Select(static owner => string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend({owner.Session.Process});")));

    // A key of 64 bits is shown in two halves (https://www.postgresql.org/docs/current/view-pg-locks.html).
    private static string Holding(long key) => string.Create(
        CultureInfo.InvariantCulture,
        $"l.locktype = 'advisory' AND l.granted AND l.classid = {(uint)(key >> 32)}::oid AND l.objid = {(uint)key}::oid AND l.objsubid = 1 "
        + $"AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())");
}
