using DocMigrate.Backends;

namespace DocMigrate.Locking;

/// <summary>Keeps two runs from working on one database at a time, and the fence that stops a run which lost it without knowing. Not thread-safe.</summary>
/// <remarks>
/// The engine waits, polls and words the refusal; a backend only takes, shows and breaks. What an implementation must do
/// (<c>LockTests</c> in <c>tests/Specification</c> holds it to that):
/// (1) Of any number of processes that try to acquire at one moment, at most one succeeds.
/// (2) The lock dies with its holder's process, however that ends: nobody has to clean up.
/// (3) While it is held, others can read who holds it, at any time and without waiting: even while the holder is in a transaction.
/// (4) The holder's <see cref="LockHolder.Progress"/> and <see cref="LockHolder.Signs"/> change while its work goes on, and stop when it is
/// frozen or hangs: a timer alone is no sign of life, and neither is waiting for something.
/// (5) Acquiring, looking and releasing create nothing of a database that is not there.
/// (6) The fence is a number in the database itself, 0 before the first. It never falls, and it survives the process.
/// (7) Raising the fence compares and sets in one transaction.
/// (8) From <see cref="IHeldLock.RaiseFenceAsync"/> on until the lock is released, every transaction that is begun on the <see cref="IStoreDatabase"/> reads the fence before anything else,
/// in the transaction itself so that nobody can raise it meanwhile. Where it is another than its own, the transaction is rolled back and
/// <see cref="Errors.LockLostException"/> thrown.
/// (9) <see cref="BreakAsync"/> works while the holder is frozen. The holder is not asked: when it wakes, (8) stops it.
/// (10) A holder that lost its lock does not disturb the next one: neither by releasing, nor by what it shows.
/// </remarks>
public interface IMigrationLock
{
    /// <summary>Takes the lock if it is free. Does not wait.</summary>
    /// <param name="holder">Who takes it, as others are to see it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The lock, or null when another holds it.</returns>
    /// <exception cref="Errors.StoreException">The lock can't be taken for another reason: no right to write, say.</exception>
    Task<IHeldLock?> TryAcquireAsync(LockHolder holder, CancellationToken cancellationToken);

    /// <summary>Who holds it, as far as that can be told. Changes nothing.</summary>
    /// <returns>Null when nobody does; <see cref="LockHolder.Unknown"/> when somebody does who can't be read.</returns>
    Task<LockHolder?> ReadHolderAsync(CancellationToken cancellationToken);

    /// <summary>The fence: 0 when none was ever raised, or the database does not exist. Changes nothing.</summary>
    /// <exception cref="Errors.StoreException">The database can't be read.</exception>
    Task<long> ReadFenceAsync(CancellationToken cancellationToken);

    /// <summary>Raises the fence, in the transaction that is open on the database or else in one of its own. The database must exist.</summary>
    /// <param name="from">What the fence is.</param>
    /// <param name="to">The new fence; higher than <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Stops it; nothing was changed then.</param>
    /// <exception cref="Errors.LockLostException">The fence is not <paramref name="from"/>.</exception>
    /// <exception cref="Errors.StoreException">The database can't be written.</exception>
    Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken);

    /// <summary>Takes the lock from whoever holds it: it is free then. Raise the fence first, or the holder may go on.</summary>
    /// <exception cref="Errors.StoreException">The lock can't be taken away: no right to write, say.</exception>
    Task BreakAsync(CancellationToken cancellationToken);
}
