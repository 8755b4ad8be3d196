using DocMigrate.Locking;

namespace DocMigrate.Sql.Sqlite.Locking;

/// <summary>The lock of a SQLite database, held. Twice a second it shows how far the holder is, if that got on since.</summary>
internal sealed class SqliteHeldLock : IHeldLock
{
    private const int LongestProgress = 400;
    private static readonly TimeSpan BetweenRecords = TimeSpan.FromMilliseconds(500);

    private readonly SqliteDatabase _database;
    private readonly FileStream _lockFile;
    private readonly string _recordPath;
    private readonly HolderRecord _record;
    private readonly Timer _timer;
    private LockHolder _shown;
    private string? _progress;
    private long _reports;
    private long _shownWork;
    private Func<long> _elsewhere = static () => 0;

    public SqliteHeldLock(SqliteDatabase database, FileStream lockFile, string recordPath, LockHolder holder)
    {
        _database = database;
        _lockFile = lockFile;
        _recordPath = recordPath;
        _shown = holder;
        _shownWork = Work;
        _record = new HolderRecord(recordPath);
        _record.Write(holder);
        _timer = new Timer(static held => ((SqliteHeldLock)held!).Show(), this, BetweenRecords, BetweenRecords);
    }

    public long? Fence { get; private set; }

    // A report says that the run got on, and so does every piece of work that SQLite does inside one long statement.
    private long Work => Interlocked.Read(ref _reports) + _database.Work + Volatile.Read(ref _elsewhere)();

    public async Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken)
    {
        await _database.Lock.RaiseFenceAsync(from, to, cancellationToken);
        Fence = to;
    }

    public void Watch(Func<long> work) => Volatile.Write(ref _elsewhere, work);

    public void Report(string progress)
    {
        Volatile.Write(ref _progress, progress.Length > LongestProgress ? progress[..LongestProgress] : progress);
        Interlocked.Increment(ref _reports);
    }

    public async ValueTask DisposeAsync()
    {
        Fence = null;
        _database.Release(this);
        await _timer.DisposeAsync();
        LockFiles.TryDelete(_recordPath);
        _record.Dispose();
        await _lockFile.DisposeAsync();
    }

    private void Show()
    {
        var work = Work;
        if (work == _shownWork)
        {
            return;
        }

        _shownWork = work;
        _shown = _shown with { Progress = Volatile.Read(ref _progress), Signs = _shown.Signs + 1, LastSign = TimeProvider.System.GetUtcNow() };
        try
        {
            _record.Write(_shown);
        }
        catch (IOException)
        {
            // A full disk: what is shown is a courtesy, the lock itself is what counts.
            return;
        }
    }
}
