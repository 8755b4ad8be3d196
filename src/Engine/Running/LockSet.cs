using DocMigrate.Backends;
using DocMigrate.Locking;

namespace DocMigrate.Engine.Running;

/// <summary>The locks of all databases of a run, taken in the order of their keys, so that two runs never wait for each other in a circle.</summary>
internal sealed class LockSet : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _held = [];

    private LockSet()
    {
    }

    /// <exception cref="Errors.LockedException">The time is over and another run still holds one of them; none is held then.</exception>
    public static async Task<LockSet> AcquireAsync(
        IEnumerable<IStoreDatabase> databases, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var holder = new LockHolder(Environment.UserName, Environment.MachineName, Environment.ProcessId, time.GetUtcNow());
        var started = time.GetTimestamp();
        var locks = new LockSet();
        try
        {
            foreach (var database in databases.OrderBy(static database => database.Key, StringComparer.Ordinal))
            {
                var left = timeout - time.GetElapsedTime(started);
                locks._held.Push(await database.Lock.AcquireAsync(holder, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken));
            }
        }
        catch
        {
            await locks.DisposeAsync();
            throw;
        }

        return locks;
    }

    public async ValueTask DisposeAsync()
    {
        while (_held.TryPop(out var held))
        {
            await held.DisposeAsync();
        }
    }
}
