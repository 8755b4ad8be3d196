using DocMigrate.History;
using DocMigrate.Locking;

namespace DocMigrate.Backends;

/// <summary>A database, however many stores it serves: one connection, one transaction at a time. Not thread-safe.</summary>
public interface IStoreDatabase : IAsyncDisposable
{
    /// <summary>Equal for stores that are the same database.</summary>
    string Key { get; }

    /// <summary>What a person recognises it by; without secrets.</summary>
    string DisplayName { get; }

    /// <summary>
    /// Grows while this process works on the database, inside a long statement too, and in code that reshapes its documents: how one who waits for a
    /// lock sees that the holder lives. Thread-safe.
    /// </summary>
    long Work { get; }

    /// <summary>The ledger, if this database holds it.</summary>
    IMigrationLedger Ledger { get; }

    /// <summary>The journal.</summary>
    IStoreJournal Journal { get; }

    /// <summary>The lock, and the fence that goes with it.</summary>
    IMigrationLock Lock { get; }

    /// <summary>Looks whether it can be read, without creating or changing anything.</summary>
    /// <returns>Whether the database exists. One that does not is made by the first <see cref="BeginAsync"/>, where its provider can.</returns>
    /// <exception cref="Errors.StoreException">It can't be reached, is no database, or the folder that it would be made in is not there.</exception>
    Task<bool> ExistsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins a transaction; the database is made if it is not there. While <see cref="Lock"/> is held and its fence was raised, the fence is read first: see
    /// rule 8 of <see cref="IMigrationLock"/>.
    /// </summary>
    /// <exception cref="Errors.LockLostException">The fence is another than that of the lock which is held; no transaction is open.</exception>
    /// <exception cref="Errors.StoreException">The database can't be written.</exception>
    Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>Commits the open transaction.</summary>
    Task CommitAsync(CancellationToken cancellationToken);

    /// <summary>Rolls back the open transaction; does nothing when there is none.</summary>
    Task RollbackAsync(CancellationToken cancellationToken);
}
