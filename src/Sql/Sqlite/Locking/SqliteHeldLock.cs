using DocMigrate.Locking;

namespace DocMigrate.Sql.Sqlite.Locking;

/// <summary>The lock of a SQLite database, held. The holder is shown in a file beside it, whenever it got on.</summary>
internal sealed class SqliteHeldLock : HeldLock
{
    private readonly SqliteDatabase _database;
    private readonly FileStream _lockFile;
    private readonly string _recordPath;
    private readonly HolderRecord _record;

    public SqliteHeldLock(SqliteDatabase database, FileStream lockFile, string recordPath, LockHolder holder)
        : base(database, holder, TimeProvider.System)
    {
        (_database, _lockFile, _recordPath) = (database, lockFile, recordPath);
        _record = new HolderRecord(recordPath);
        _record.Write(holder);
        Begin();
    }

    protected override Task ShowAsync()
    {
        try
        {
            if (Advance())
            {
                _record.Write(Holder);
            }

            return Task.CompletedTask;
        }
        catch (IOException)
        {
            // A full disk: what is shown is a courtesy, the lock itself is what counts.
            return Task.CompletedTask;
        }
    }

    protected override async Task ReleaseAsync()
    {
        _database.Release(this);
        LockFiles.TryDelete(_recordPath);
        _record.Dispose();
        await _lockFile.DisposeAsync();
    }
}
