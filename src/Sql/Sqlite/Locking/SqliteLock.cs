using DocMigrate.Locking;
using DocMigrate.Sql.History;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Sql.Sqlite.Locking;

/// <summary>An operating system's lock on a file beside the database. It dies with its holder's process. The fence is in the database.</summary>
/// <remarks>Not a row in the database: a long rebuild holds the write lock and would starve the row's heartbeat.</remarks>
internal sealed class SqliteLock(SqliteDatabase database, FenceRow fence) : IMigrationLock
{
    private readonly LockFiles _files = new(database.Path);

    public async Task<IHeldLock?> TryAcquireAsync(LockHolder holder, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            var generation = _files.Generation();
            var file = _files.TryLock(generation);
            if (file is null)
            {
                return null;
            }

            // It may have been taken away between the look and the lock, with the file deleted even: then this lock is nobody's.
            if (_files.Generation() == generation)
            {
                _files.Tidy(generation);
                return await HoldAsync(file, generation, holder);
            }

            await file.DisposeAsync();
        }
    }

    public async Task<LockHolder?> ReadHolderAsync(CancellationToken cancellationToken)
    {
        var generation = _files.Generation();
        return _files.IsLocked(generation)
            ? await HolderRecord.ReadAsync(_files.RecordPathOf(generation), cancellationToken) ?? LockHolder.Unknown
            : null;
    }

    public Task<long> ReadFenceAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async connection => connection is null ? 0 : await fence.ReadAsync(new SqliteSqlSession(connection), cancellationToken), cancellationToken);

    public Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken) => database.WriteAsync(
        connection => fence.RaiseAsync(new SqliteSqlSession(connection), from, to, cancellationToken), cancellationToken);

    public Task BreakAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _files.MakeNext();
        return Task.CompletedTask;
    }

    private async Task<IHeldLock> HoldAsync(FileStream file, int generation, LockHolder holder)
    {
        try
        {
            var held = new SqliteHeldLock(database, file, _files.RecordPathOf(generation), holder);
            database.Hold(held);
            return held;
        }
        catch (Exception error)
        {
            await file.DisposeAsync();
            if (error is IOException or UnauthorizedAccessException)
            {
                throw SqliteFault.NotWritable(database.Path, error);
            }

            throw;
        }
    }
}
