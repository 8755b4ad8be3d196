namespace DocMigrate.Locking;

/// <summary>A lock that this process holds. Disposing it releases it, and takes its fence off the database object.</summary>
public interface IHeldLock : IAsyncDisposable
{
    /// <summary>The fence that transactions are held to; null until it was raised.</summary>
    long? Fence { get; }

    /// <summary>Raises the fence, in a transaction of its own. From then on every transaction of the database is held to it.</summary>
    /// <param name="from">What the fence was when the lock had been taken. Another one now means that the lock was lost since.</param>
    /// <param name="to">The new fence; higher than <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Stops it; nothing was changed then.</param>
    /// <exception cref="Errors.LockLostException">The fence is not <paramref name="from"/>.</exception>
    /// <exception cref="Errors.StoreException">The database can't be written.</exception>
    Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken);

    /// <summary>Takes growth of another number for a sign of life too: a run works on other databases while it holds this one's lock.</summary>
    /// <param name="work">Is called from another thread, a few times a second.</param>
    void Watch(Func<long> work);

    /// <summary>Says how far the holder is, for others to read. Cheap: may be called often, and is shown at most twice a second. Thread-safe; never fails.</summary>
    /// <param name="progress">A line for a person, as in <c>shop.0003 on catalog: customers, 12,000 of 50,000</c>.</param>
    void Report(string progress);
}
