using DocMigrate.Backends;

namespace DocMigrate.Locking;

/// <summary>
/// What every held lock does alike: it takes the work of the run for signs of life, has its holder shown twice a second, and is off the fence before it is
/// released. A backend says how the holder is shown, and how the lock is given back.
/// </summary>
public abstract class HeldLock : IHeldLock
{
    private const int LongestProgress = 400;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly IStoreDatabase _database;
    private readonly TimeProvider _time;
    private readonly PeriodicTimer _timer;
    private Task _showing = Task.CompletedTask;
    private Func<long> _elsewhere = static () => 0;
    private string? _progress;
    private long _reports;
    private long _shownWork;
    private long _fence;
    private bool _released;

    /// <param name="database">What is locked; its <see cref="IStoreDatabase.Work"/> is work of the holder.</param>
    /// <param name="holder">Who took the lock.</param>
    /// <param name="time">When the holder is shown.</param>
    protected HeldLock(IStoreDatabase database, LockHolder holder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(database);
        (_database, _time, Holder) = (database, time, holder);
        _timer = new PeriodicTimer(BetweenLooks, time);
        _shownWork = Work;
    }

    /// <inheritdoc/>
    public long? Fence => Interlocked.Read(ref _fence) is > 0 and var fence ? fence : null;

    /// <summary>The holder, as far as it was at the last <see cref="Advance"/>.</summary>
    protected LockHolder Holder { get; private set; }

    /// <summary>Whether the run got on since the last <see cref="Advance"/>.</summary>
    protected bool HasAdvanced => Work != _shownWork;

    // A report says that the run got on, and so does all that the database does for it, inside one long statement too.
    private long Work => Interlocked.Read(ref _reports) + _database.Work + Volatile.Read(ref _elsewhere)();

    /// <inheritdoc/>
    public async Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken)
    {
        await _database.Lock.RaiseFenceAsync(from, to, cancellationToken);
        Interlocked.Exchange(ref _fence, to);
    }

    /// <inheritdoc/>
    public void Watch(Func<long> work) => Volatile.Write(ref _elsewhere, work);

    /// <inheritdoc/>
    public void Report(string progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        Volatile.Write(ref _progress, progress.Length > LongestProgress ? progress[..LongestProgress] : progress);
        Interlocked.Increment(ref _reports);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_released)
        {
            return;
        }

        _released = true;
        Interlocked.Exchange(ref _fence, 0);
        _timer.Dispose();
        try
        {
            await _showing;
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    /// <summary>Begins to show the holder. The last thing that a constructor does: from here on <see cref="ShowAsync"/> is called.</summary>
    protected void Begin() => _showing = ShowNowAndThenAsync();

    /// <summary>Takes what the run did since the last time for a sign of life.</summary>
    /// <returns>Whether there was any.</returns>
    protected bool Advance()
    {
        var work = Work;
        if (work == _shownWork)
        {
            return false;
        }

        _shownWork = work;
        Holder = Holder with { Progress = Volatile.Read(ref _progress), Signs = Holder.Signs + 1, LastSign = _time.GetUtcNow() };
        return true;
    }

    /// <summary>Shows the holder to others, if that is due. Called twice a second, never twice at a time. What it throws ends the showing, and is thrown when the lock is released.</summary>
    protected abstract Task ShowAsync();

    /// <summary>Gives the lock back, and takes it off the database object. Called once, and not while the holder is shown.</summary>
    protected abstract Task ReleaseAsync();

    private async Task ShowNowAndThenAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            await ShowAsync();
        }
    }
}
