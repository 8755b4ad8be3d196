namespace DocMigrate.Locking;

/// <summary>Keeps two runs from working on one database at a time.</summary>
/// <remarks>
/// What an implementation must do: (1) the lock dies with its holder's process, however that ends; (2) the holder can be read by
/// others; (3) waiting polls and honours cancellation; (4) nothing is created in a database that does not exist.
/// </remarks>
public interface IMigrationLock
{
    /// <summary>Takes the lock, waiting up to <paramref name="timeout"/> for another holder.</summary>
    /// <returns>Disposing it releases the lock.</returns>
    /// <exception cref="Errors.LockedException">The time is over and another run still holds it.</exception>
    Task<IAsyncDisposable> AcquireAsync(LockHolder holder, TimeSpan timeout, CancellationToken cancellationToken);
}
