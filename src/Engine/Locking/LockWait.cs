using DocMigrate.Backends;
using DocMigrate.Locking;
using DocMigrate.Running;

namespace DocMigrate.Engine.Locking;

/// <summary>Waits for locks as long as their holders get on: what counts against the timeout is silence.</summary>
internal sealed class LockWait(TimeSpan timeout, IRunObserver observer, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromSeconds(1);

    /// <exception cref="Errors.LockedException">The holder has given no sign of life for the timeout.</exception>
    public async Task<IHeldLock> AcquireAsync(IStoreDatabase database, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var changed = began;
        long? told = null;
        LockHolder? seen = null;
        while (true)
        {
            var self = new LockHolder(Environment.UserName, Environment.MachineName, Environment.ProcessId, time.GetUtcNow());
            if (await database.Lock.TryAcquireAsync(self, cancellationToken) is { } held)
            {
                return held;
            }

            var holder = await database.Lock.ReadHolderAsync(cancellationToken);
            if (holder is null || holder != seen)
            {
                changed = time.GetTimestamp();
                seen = holder;
            }

            // With null it was just released: the next attempt takes it, or finds who was faster.
            if (holder is not null)
            {
                var silent = time.GetElapsedTime(changed);
                if (silent >= timeout)
                {
                    throw HolderText.Locked(database.DisplayName, holder, HolderProcess.StateOf(holder), silent);
                }

                if (told is null || time.GetElapsedTime(told.Value) >= BetweenEvents)
                {
                    told = time.GetTimestamp();
                    observer.OnEvent(new LockWaitEvent(
                        database.DisplayName, holder, HolderProcess.StateOf(holder), time.GetElapsedTime(began), silent));
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
