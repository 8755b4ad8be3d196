using DocMigrate.Backends;
using DocMigrate.Engine.Stores;
using DocMigrate.Errors;
using DocMigrate.Locking;

namespace DocMigrate.Engine.Locking;

/// <summary>The locks that a run holds, and its fence. Released in the reverse of the order in which they were taken.</summary>
/// <remarks>
/// The history's database comes first, then the others in the order of their keys: of two runs with one history the later one waits there and holds
/// nothing, so they can't wait for each other in a circle.
/// </remarks>
internal sealed class LockSet(StoreSet stores, LockWait wait) : IAsyncDisposable
{
    private readonly List<(IStoreDatabase Database, IHeldLock Lock, long FenceBefore)> _held = [];

    /// <summary>The number under which this run writes; 0 before <see cref="RaiseFenceAsync"/>.</summary>
    public long Fence { get; private set; }

    /// <summary>
    /// Takes the locks of the history's database, of those that are named, and of all others that a run has ever worked on: an earlier run that lost its
    /// locks without knowing may still try to write to any of them, and only a raised fence keeps it out.
    /// </summary>
    /// <returns>Whether there was one that was not held yet: what was read before may be out of date then.</returns>
    /// <exception cref="LockedException">Another run holds one of them and gives no sign of life.</exception>
    public async Task<bool> AddAsync(IReadOnlyCollection<IStoreDatabase> involved, CancellationToken cancellationToken)
    {
        var before = _held.Count;
        await AddAsync(stores.History, cancellationToken);
        foreach (var database in stores.Databases.OrderBy(static database => database.Key, StringComparer.Ordinal))
        {
            if (involved.Contains(database) || await database.Lock.ReadFenceAsync(cancellationToken) > 0)
            {
                await AddAsync(database, cancellationToken);
            }
        }

        return _held.Count > before;
    }

    /// <summary>Raises the fence in all databases that are locked, above all that there were. To be done before the first write.</summary>
    /// <exception cref="LockLostException">A lock was lost since it was taken.</exception>
    /// <exception cref="StoreException">A database can't be written.</exception>
    public async Task RaiseFenceAsync(CancellationToken cancellationToken)
    {
        Fence = _held.Max(static held => held.FenceBefore) + 1;
        foreach (var held in _held)
        {
            await held.Lock.RaiseFenceAsync(held.FenceBefore, Fence, cancellationToken);
        }
    }

    /// <summary>Looks whether the locks are still held, before <see cref="RaiseFenceAsync"/>.</summary>
    /// <exception cref="LockLostException">One was lost since it was taken.</exception>
    public async Task RequireHeldAsync(CancellationToken cancellationToken)
    {
        foreach (var held in _held)
        {
            if (await held.Database.Lock.ReadFenceAsync(cancellationToken) is var present && present != held.FenceBefore)
            {
                throw new LockLostException(held.Database.DisplayName, held.FenceBefore, present);
            }
        }
    }

    /// <summary>Shows others how far the run is.</summary>
    public void Report(string progress)
    {
        foreach (var held in _held)
        {
            held.Lock.Report(progress);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_held.Count > 0)
        {
            var last = _held[^1];
            _held.RemoveAt(_held.Count - 1);
            await last.Lock.DisposeAsync();
        }
    }

    private async Task AddAsync(IStoreDatabase database, CancellationToken cancellationToken)
    {
        if (_held.Any(held => held.Database == database))
        {
            return;
        }

        while (true)
        {
            var before = await database.Lock.ReadFenceAsync(cancellationToken);
            var taken = await wait.AcquireAsync(database, cancellationToken);
            try
            {
                if (await database.Lock.ReadFenceAsync(cancellationToken) == before)
                {
                    taken.Watch(() => stores.Databases.Where(other => other != database).Sum(static other => other.Work));
                    _held.Add((database, taken, before));
                    return;
                }
            }
            catch
            {
                await taken.DisposeAsync();
                throw;
            }

            // Another run raised it while this one waited; or somebody took this very lock away before its fence was known. Taken once more, it is certain.
            await taken.DisposeAsync();
        }
    }
}
