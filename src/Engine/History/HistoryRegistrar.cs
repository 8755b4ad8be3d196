using DocMigrate.Backends;
using DocMigrate.Engine.Stores;
using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>Gives the history and its stores their ids, and tells each the other's. To be called with the locks held, before the first step of a store.</summary>
/// <remarks>
/// The history's own id is durable before a store is told it, and a store's before the ledger remembers it: a process that dies in between leaves
/// what the next run takes up.
/// </remarks>
internal sealed class HistoryRegistrar(StoreSet stores)
{
    public static string NewId() => Guid.NewGuid().ToString("n");

    public async Task RegisterAsync(HistorySnapshot history, IEnumerable<string> storeNames, CancellationToken cancellationToken)
    {
        var identity = history.Identity ?? new HistoryIdentity(NewId(), []);
        var lacking = storeNames.Distinct(StringComparer.Ordinal).Where(store => !IsRegistered(history, identity, store)).ToArray();
        if (history.Identity is not null && lacking.Length == 0)
        {
            return;
        }

        await InTransactionAsync(stores.History, () => stores.History.Ledger.WriteIdentityAsync(identity, cancellationToken), cancellationToken);
        if (lacking.Length == 0)
        {
            return;
        }

        foreach (var group in lacking.GroupBy(store => stores[store].Database))
        {
            await InTransactionAsync(
                group.Key,
                async () =>
                {
                    foreach (var store in group)
                    {
                        var told = new StoreIdentity(store, history.Store(store)?.Identity?.Id ?? NewId(), identity.Id);
                        await group.Key.Journal.WriteIdentityAsync(told, cancellationToken);
                        identity = With(identity, told);
                    }
                },
                cancellationToken);
        }

        await InTransactionAsync(stores.History, () => stores.History.Ledger.WriteIdentityAsync(identity, cancellationToken), cancellationToken);
    }

    /// <summary>The ledger's knowledge with this store in it, in place of what it knew of the name.</summary>
    public static HistoryIdentity With(HistoryIdentity identity, StoreIdentity store) =>
        Without(identity, store.Store) with { Stores = [.. Without(identity, store.Store).Stores, new KnownStore(store.Store, store.Id)] };

    public static HistoryIdentity Without(HistoryIdentity identity, string store) =>
        identity with { Stores = identity.Stores.Where(known => known.Store != store).ToValueList() };

    /// <summary>Runs writes in a transaction of their own.</summary>
    public static async Task InTransactionAsync(IStoreDatabase database, Func<Task> write, CancellationToken cancellationToken)
    {
        await database.BeginAsync(cancellationToken);
        try
        {
            await write();
            await database.CommitAsync(CancellationToken.None);
        }
        finally
        {
            // Does nothing after the commit.
            await database.RollbackAsync(CancellationToken.None);
        }
    }

    private static bool IsRegistered(HistorySnapshot history, HistoryIdentity identity, string store) =>
        history.Store(store)?.Identity is { } told && told.History == identity.Id && identity.Of(store) == told.Id;
}
