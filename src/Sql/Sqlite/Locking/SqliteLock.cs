using System.Text.Json;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Sql.Sqlite.Locking;

/// <summary>An operating system's lock on a file beside the database. It dies with its holder's process.</summary>
/// <remarks>
/// Not a row in the database: a long rebuild holds the write lock and would starve the row's heartbeat. The holder's name is in a second
/// file, because a locked file can't be read by others on Windows. The lock file is never deleted: a waiter that had the deleted file
/// open would otherwise hold a lock that nobody else sees.
/// </remarks>
internal sealed class SqliteLock(string databasePath) : IMigrationLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public string LockPath { get; } = databasePath + ".docmigrate-lock";

    public string HolderPath { get; } = databasePath + ".docmigrate-lock-holder";

    public async Task<IAsyncDisposable> AcquireAsync(LockHolder holder, TimeSpan timeout, CancellationToken cancellationToken)
    {
        SqliteFault.CheckPath(databasePath);
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake() is { } file)
            {
                await WriteHolderAsync(holder, file, cancellationToken);
                return new Held(file, HolderPath);
            }

            if (TimeProvider.System.GetElapsedTime(start) >= timeout)
            {
                var other = await ReadHolderAsync(cancellationToken);
                throw new LockedException(
                    SqliteErrors.Locked,
                    other is null
                        ? $"Another run holds the lock of '{databasePath}'."
                        : $"Another run holds the lock of '{databasePath}': {other}.",
                    "Wait until that run is done, or let this one wait longer: --lock-timeout 600. If that process is gone, so is its lock.",
                    other);
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private FileStream? TryTake()
    {
        try
        {
            return new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException) when (File.Exists(LockPath))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SqliteFault.NotWritable(databasePath, error);
        }
    }

    private async Task WriteHolderAsync(LockHolder holder, FileStream file, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(HolderPath, JsonSerializer.Serialize(holder), cancellationToken);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<LockHolder?> ReadHolderAsync(CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<LockHolder>(await File.ReadAllTextAsync(HolderPath, cancellationToken));
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            // The holder is just taking or leaving the lock: its name is a courtesy, the lock itself is what counts.
            return null;
        }
    }

    private sealed class Held(FileStream file, string holderPath) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                File.Delete(holderPath);
            }
            finally
            {
                await file.DisposeAsync();
            }
        }
    }
}
