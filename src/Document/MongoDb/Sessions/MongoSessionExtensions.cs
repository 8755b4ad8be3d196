using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Transport;

namespace DocMigrate.Document.MongoDb.Sessions;

/// <summary>Transactions that are tried again as the servers ask for.</summary>
public static class MongoSessionExtensions
{
    /// <summary>How long is tried again: the two minutes that drivers have.</summary>
    public static readonly TimeSpan RetryLimit = TimeSpan.FromSeconds(120);

    private const int MaxTimeExpired = 50;

    /// <summary>
    /// Runs work in a transaction. With the label <c>TransientTransactionError</c> all of it is run again; with <c>UnknownTransactionCommitResult</c> the commit is sent
    /// again. Either for two minutes at most.
    /// </summary>
    /// <param name="session">The session; no transaction may be open in it.</param>
    /// <param name="work">Sends commands with the session. It must bear being run several times.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="MongoException">It was given up. With <c>UnknownTransactionCommitResult</c> it is not known if the transaction was committed.</exception>
    public static async Task<T> RunInTransactionAsync<T>(
        this IMongoSession session, Func<CancellationToken, Task<T>> work, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(time);
        var start = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            session.StartTransaction();
            try
            {
                var result = await work(cancellationToken);
                await session.CommitAsync(time, start, cancellationToken);
                return result;
            }
            catch (Exception error)
            {
                if (session.IsInTransaction)
                {
                    await session.AbortTransactionAsync(CancellationToken.None);
                }

                if (error is not MongoException transient || !transient.HasLabel(ErrorLabel.TransientTransaction) || time.GetElapsedTime(start) >= RetryLimit)
                {
                    throw;
                }
            }

            // Two that are in each other's way must not stay so: each waits a little longer than before, and not the same.
            await Task.Delay(Pause(attempt), time, cancellationToken);
        }
    }

    /// <summary>How long to wait before the attempt after this one, which is counted from 0.</summary>
    internal static TimeSpan Pause(int attempt) => TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * Math.Min(500, 5 * Math.Pow(1.5, Math.Min(attempt, 20))));

    /// <summary>Commits, and sends the commit again as long as its outcome is not known; until so long after <paramref name="start"/>.</summary>
    /// <exception cref="MongoException">It was given up. With <c>UnknownTransactionCommitResult</c> it is not known if the transaction was committed.</exception>
    internal static async Task CommitAsync(this IMongoSession session, TimeProvider time, long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await session.CommitTransactionAsync(cancellationToken);
                return;
            }
            catch (MongoException error) when (error.HasLabel(ErrorLabel.UnknownCommitResult)
                && error is not MongoCommandException { ServerCode: MaxTimeExpired } && time.GetElapsedTime(start) < RetryLimit)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
