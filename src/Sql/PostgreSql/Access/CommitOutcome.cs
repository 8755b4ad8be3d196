using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Locking;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>Finds out what became of a session's transaction whose connection was lost before the server said that it is committed.</summary>
/// <remarks>
/// To take it for undone would do its work twice if it is not; to take it for done would leave work out. So each transaction under the lock leaves a mark of its
/// own in a row of the session's, and after a loss that row is read on another connection, once the server is through with the transaction. Asking for the
/// transaction's number (<c>pg_xact_status</c>) would not do: after a crash the server gives the number of a transaction that left no trace to another one.
/// </remarks>
internal sealed class CommitOutcome(PostgresDatabase database)
{
    private const string Keys = "commit:";
    private const string AfterKeys = "commit;";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BeforeItIsEnded = TimeSpan.FromSeconds(2);

    private readonly string _key = Keys + Guid.NewGuid().ToString("n");
    private readonly string _meta = database.TableOf("meta");
    private long _transactions;

    /// <summary>Removes what runs before this one left.</summary>
    public static Task TidyAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"DELETE FROM {database.TableOf("meta")} WHERE key > $1 AND key < $2", cancellationToken, Keys, AfterKeys);

    /// <summary>Leaves the mark of the transaction that is open, as a command to be run just before its commit.</summary>
    public NpgsqlBatchCommand Mark() => new(
        $"INSERT INTO {_meta} (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
    {
        Parameters = { new NpgsqlParameter { Value = _key }, new NpgsqlParameter { Value = Text(++_transactions) } },
    };

    /// <param name="server">The server's side of the session, which may still be at work on the commit.</param>
    /// <param name="fence">The fence under which it was to be committed.</param>
    /// <param name="lost">How the connection was lost.</param>
    /// <exception cref="LockLostException">It was not committed: the fence was raised meanwhile, and the session ended for that.</exception>
    /// <exception cref="StoreException">It was not committed, or that can't be found out.</exception>
    public async Task RequireCommittedAsync(ServerSession server, long fence, StoreException lost)
    {
        Exception last = lost;
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed < database.OutcomePatience)
        {
            bool? committed = null;
            try
            {
                committed = await IsCommittedAsync(server, fence, endIt: elapsed > BeforeItIsEnded);
            }
            catch (Exception error) when (error is StoreException || PostgresFault.IsOne(error))
            {
                // The server is not back yet.
                last = error;
            }

            switch (committed)
            {
                case true:
                    return;
                case false:
                    throw lost;
                default:
                    await Task.Delay(Pause, CancellationToken.None);
                    break;
            }
        }

        var unknown = new StoreException(
            PostgresErrors.OutcomeUnknown,
            $"The connection to '{database.DisplayName}' was lost while a transaction was committed, and whether it was is not known: {last.Message} Nothing more was written.",
            "Run the same command again when the server can be reached: it reads what was committed, and goes on from there.",
            lost);
        database.StopWriting(unknown);
        throw unknown;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <returns>Null while the server is still at work on it.</returns>
    private async Task<bool?> IsCommittedAsync(ServerSession server, long fence, bool endIt)
    {
        var (connection, _) = await database.ConnectAsync(CancellationToken.None);
        await using (connection)
        {
            if ((await connection.OwnersAsync(database.FenceKey, CancellationToken.None)).Exists(owner => owner.Session == server))
            {
                if (endIt)
                {
                    await connection.ScalarAsync("SELECT pg_terminate_backend($1)", CancellationToken.None, server.Process);
                }

                return null;
            }

            if (await connection.TextAsync($"SELECT value FROM {_meta} WHERE key = $1", CancellationToken.None, _key) == Text(_transactions))
            {
                return true;
            }

            database.FenceRow.Require(fence, await connection.ScalarAsync(database.FenceRow.Query, CancellationToken.None));
            return false;
        }
    }
}
