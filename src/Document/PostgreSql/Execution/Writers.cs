using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>
/// Waits for the transactions that write to a table at this moment. Numbers are given when a document is inserted and not when that is committed: one with a lower
/// number may come to sight after one with a higher.
/// </summary>
internal static class Writers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <exception cref="StoreException">One of them does not end.</exception>
    public static async Task WaitAsync(NpgsqlConnection connection, CollectionTable table, TimeProvider time, CancellationToken cancellationToken)
    {
        // A transaction holds this lock from its first write to the table until its end (https://www.postgresql.org/docs/current/explicit-locking.html).
        var writers = await connection.ListAsync(
            """
            SELECT virtualtransaction, pid FROM pg_locks
            WHERE locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND relation = to_regclass($1) AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()
            """,
            static row => (Transaction: row.GetString(0), Process: row.GetInt32(1)), cancellationToken, table.Sql);
        var started = time.GetTimestamp();
        while (writers.Count > 0)
        {
            var there = await connection.ListAsync(
                "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'virtualxid' AND virtualtransaction = ANY($1)",
                static row => row.GetString(0), cancellationToken, writers.Select(static writer => writer.Transaction).ToArray());
            writers.RemoveAll(writer => !there.Contains(writer.Transaction));
            if (writers.Count > 0 && time.GetElapsedTime(started) > Patience)
            {
                throw new StoreException(
                    PostgresJsonErrors.WriterDoesNotEnd,
                    $"A transaction that writes to collection '{table.Name}' has been open for more than {Patience.TotalSeconds:0} s (server process {string.Join(", ", writers.Select(static writer => writer.Process))}): "
                    + "which documents were there before the run can't be told as long as it is.",
                    "See what it is in pg_stat_activity, let it end or end it with pg_terminate_backend, and run the command again.")
                {
                    IsBusy = true,
                };
            }

            if (writers.Count > 0)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
