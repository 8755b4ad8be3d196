using DocMigrate.Errors;

namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>Finds out what became of a transaction whose connection was lost before the server said that it is committed.</summary>
/// <remarks>
/// To take it for undone would do its work twice if it is not. The server keeps what became of transactions (https://www.postgresql.org/docs/current/functions-info.html,
/// pg_xact_status), through a restart too.
/// </remarks>
internal static class CommitOutcome
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="StoreException">It was not committed, or that can't be found out.</exception>
    public static async Task RequireCommittedAsync(PostgresDatabase database, string transaction, Exception lost)
    {
        var fault = database.Fault(lost);
        Exception last = fault;
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            try
            {
                var (connection, _) = await database.ConnectAsync(CancellationToken.None);
                await using (connection)
                {
                    switch (await connection.TextAsync("SELECT pg_xact_status($1::xid8)", CancellationToken.None, transaction))
                    {
                        case "committed":
                            return;
                        case "aborted":
                            throw fault;
                    }
                }
            }
            catch (Exception error) when (error != fault && (error is StoreException || PostgresFault.IsOne(error)))
            {
                // The server is not back yet.
                last = error;
            }

            await Task.Delay(Pause, CancellationToken.None);
        }

        var unknown = new StoreException(
            PostgresErrors.OutcomeUnknown,
            $"The connection to '{database.DisplayName}' was lost while a transaction was committed, and whether it was is not known: {last.Message} Nothing more was written.",
            "Run the same command again when the server can be reached: it reads what was committed, and goes on from there.",
            lost);
        database.StopWriting(unknown);
        throw unknown;
    }
}
