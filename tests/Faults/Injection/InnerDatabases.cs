using DocMigrate.Backends;

namespace DocMigrate.Faults.Injection;

/// <summary>The databases as the providers made them.</summary>
internal sealed class InnerDatabases : IDatabaseRegistry
{
    private readonly Dictionary<string, IStoreDatabase> _databases = [];

    public TDatabase GetOrAdd<TDatabase>(string key, Func<TDatabase> create)
        where TDatabase : class, IStoreDatabase
    {
        if (!_databases.TryGetValue(key, out var database))
        {
            _databases.Add(key, database = create());
        }

        return (TDatabase)database;
    }
}
