using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Locking;

/// <summary>
/// A pooler that gives each transaction whichever server process is free (PgBouncer's <c>pool_mode = transaction</c>) would leave the lock with somebody else.
/// </summary>
/// <remarks>
/// Poolers make up the process number that they tell a client. Where it differs from what the server says, a second connection begins a transaction: if it is
/// given the process that holds the lock, sessions are not our own. It can't be found out while others keep the pool busy; docs/stores/postgresql.md says so.
/// </remarks>
internal static class PoolerProbe
{
    /// <exception cref="StoreException">The lock's session is shared.</exception>
    public static async Task RequireOwnSessionAsync(
        PostgresDatabase database, NpgsqlConnection holding, int serverProcess, CancellationToken cancellationToken)
    {
        if (holding.ProcessID == serverProcess)
        {
            return;
        }

        var (other, _) = await database.ConnectAsync(cancellationToken);
        await using (other)
        {
            await other.ExecuteAsync("BEGIN", cancellationToken);
            var shared = await other.CountAsync("SELECT pg_backend_pid()", cancellationToken) == serverProcess;
            await other.ExecuteAsync("ROLLBACK", cancellationToken);
            if (shared || await holding.CountAsync("SELECT pg_backend_pid()", cancellationToken) != serverProcess)
            {
                throw new StoreException(
                    PostgresErrors.Pooled,
                    $"'{database.DisplayName}' is reached through a connection pooler that shares sessions between clients: a lock can't be held there.",
                    "Connect to the server itself, or to a pool in session mode. The application may go on using the pooler.");
            }
        }
    }
}
