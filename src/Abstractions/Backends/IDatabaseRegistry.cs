namespace DocMigrate.Backends;

/// <summary>Holds the open databases of a run, so that stores that resolve to one database share connection, ledger, lock and transaction.</summary>
public interface IDatabaseRegistry
{
    /// <summary>The database of that key; made by <paramref name="create"/> when it is the first time.</summary>
    TDatabase GetOrAdd<TDatabase>(string key, Func<TDatabase> create)
        where TDatabase : class, IStoreDatabase;
}
