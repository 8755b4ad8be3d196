using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using DocMigrate.Errors;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>Says what an error of the driver or the server means for the database in question.</summary>
/// <remarks>https://www.postgresql.org/docs/current/errcodes-appendix.html</remarks>
internal static class PostgresFault
{
    // idle_in_transaction_session_timeout
    private const string IdleInTransaction = "25P03";
    private const string Again = "Run the same command again: it goes on from what is recorded.";

    /// <summary>Whether an error comes from the driver or the way to the server. Neither knows the password's text in its messages.</summary>
    public static bool IsOne(Exception error) =>
        error is NpgsqlException or SocketException or IOException or TimeoutException or AuthenticationException or CryptographicException;

    /// <summary>Whether the connection is gone, so that the server undoes its transaction by itself.</summary>
    public static bool IsLoss(Exception error) => error is PostgresException server
        ? server.SqlState.StartsWith("57P", StringComparison.Ordinal) || server.SqlState.StartsWith("08", StringComparison.Ordinal)
            || server.SqlState == IdleInTransaction
        : IsOne(error);

    public static StoreException Of(Exception error, PostgresAddress address) => error switch
    {
        PostgresException server => OfServer(server, address),
        _ when Find<AuthenticationException>(error) is not null || Find<CryptographicException>(error) is not null
            || error.Message.Contains("SSL", StringComparison.Ordinal) => Tls(error, address),
        _ when Find<TimeoutException>(error) is not null => new StoreException(
            PostgresErrors.TookTooLong,
            $"'{address.DisplayName}' did not answer in time: {error.Message}",
            "Where a statement needs longer, leave 'Command Timeout' out of the connection string; where the server is slow to connect, raise 'Timeout' in it.",
            error),
        _ when Find<SocketException>(error) is { } socket => Unreachable(socket, error, address),
        _ when Find<IOException>(error) is { } cause => Lost(cause.Message, error, address),
        _ when error.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => new StoreException(
            PostgresErrors.NotLetIn,
            $"The server '{address.Server}' wants a password of user '{address.Username}', and the connection string has none.",
            "Add 'Password=${SHOP_PASSWORD}' to the connection string and set that variable, or use a password file: https://www.postgresql.org/docs/current/libpq-pgpass.html",
            error),
        _ => new StoreException(
            PostgresErrors.Failed,
            $"A statement on '{address.DisplayName}' failed: {error.Message}",
            "Read the message. What was begun was rolled back.",
            error),
    };

    private static StoreException OfServer(PostgresException error, PostgresAddress address) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new StoreException(
            PostgresErrors.NotLetIn,
            $"The server '{address.Server}' did not let user '{address.Username}' in: {error.MessageText}.",
            "Check user and password in the connection string, and that pg_hba.conf of the server lets this user connect from here to this database.",
            error),
        PostgresErrorCodes.InvalidCatalogName => new StoreException(
            PostgresErrors.NoDatabase,
            $"There is no database '{address.Database}' on the server '{address.Server}'. DocMigrate does not make databases: their owner and encoding are yours to choose.",
            $"Correct the connection string, or make it: createdb -h {address.Host} -p {address.Port} -U {address.Username ?? "postgres"} \"{address.Database}\"",
            error),
        PostgresErrorCodes.InsufficientPrivilege => new StoreException(
            PostgresErrors.NotAllowed,
            $"User '{address.Username}' lacks a right in '{address.DisplayName}': {error.MessageText}.",
            "Let the database's owner grant it, as in: GRANT CREATE, USAGE ON SCHEMA public TO \"" + address.Username + "\"; what is needed is told in docs/stores/postgresql.md.",
            error),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.ObjectInUse =>
            new StoreException(
                PostgresErrors.Busy,
                $"Another session is in the way in '{address.DisplayName}': {error.MessageText}. What was begun was rolled back.",
                Again + " Who is at work is in pg_stat_activity.",
                error)
            {
                IsBusy = true,
            },
        PostgresErrorCodes.QueryCanceled => new StoreException(
            PostgresErrors.TookTooLong,
            $"The server ended a statement on '{address.DisplayName}': {error.MessageText}. What was begun was rolled back.",
            "Where that was 'statement_timeout', allow more: add 'Options=-c statement_timeout=0' to the connection string.",
            error),
        PostgresErrorCodes.DiskFull => new StoreException(
            PostgresErrors.DiskFull,
            $"The disk of the server '{address.Server}' is full: {error.MessageText}. What was begun was rolled back.",
            "Free some space there (a reshaped row stays twice until it is vacuumed). " + Again,
            error),
        PostgresErrorCodes.TooManyConnections => new StoreException(
            PostgresErrors.NoRoom,
            $"The server '{address.Server}' has no room for another connection: {error.MessageText}.",
            "A run needs two connections (one for the lock), and one more for each further worker: end others, or raise 'max_connections'.",
            error)
        {
            IsBusy = true,
        },
        PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly(error, address),
        _ when IsLoss(error) => Lost(error.MessageText, error, address),
        _ => new StoreException(
            PostgresErrors.Failed,
            $"PostgreSQL refused a statement on '{address.DisplayName}': {error.MessageText} ({error.SqlState}).",
            "Read the message: it quotes what the server did not accept. What was begun was rolled back.",
            error),
    };

    public static StoreException ReadOnly(Exception error, PostgresAddress address) => new(
        PostgresErrors.ReadOnly,
        $"'{address.DisplayName}' takes no writes: it is a standby, or was made read-only.",
        "Connect to the primary server; where several hosts are named, with 'Target Session Attributes=read-write'.",
        error);

    public static StoreException Lost(string why, Exception? error, PostgresAddress address) => new(
        PostgresErrors.ConnectionLost,
        $"The connection to '{address.DisplayName}' was lost: {why.TrimEnd('.')}. The server undoes what was not committed.",
        "See whether the server runs (its log says why it ended the connection). " + Again,
        error);

    private static StoreException Unreachable(SocketException socket, Exception error, PostgresAddress address) => new(
        PostgresErrors.Unreachable,
        socket.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
            ? $"The server '{address.Server}' can't be reached: there is no host of that name."
            : $"The server '{address.Server}' can't be reached: {socket.Message}.",
        $"Check host and port in the connection string, and that the server runs: pg_isready -h {address.Host} -p {address.Port}",
        error);

    private static StoreException Tls(Exception error, PostgresAddress address) => new(
        PostgresErrors.Tls,
        $"No secure connection to '{address.Server}' could be made: {(Find<AuthenticationException>(error) ?? error).Message}",
        "Where the server has no TLS, write 'SSL Mode=Prefer'; where its certificate is signed by an authority of your own, name that with 'Root Certificate=ca.pem'.",
        error);

    private static TError? Find<TError>(Exception? error)
        where TError : Exception
    {
        while (error is not null and not TError)
        {
            error = error.InnerException;
        }

        return (TError?)error;
    }
}
