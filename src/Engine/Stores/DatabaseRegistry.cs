using DocMigrate.Backends;

namespace DocMigrate.Engine.Stores;

/// <summary>The databases of a <see cref="StoreSet"/>, each once, in the order in which stores asked for them.</summary>
internal sealed class DatabaseRegistry : IDatabaseRegistry
{
    private readonly Dictionary<string, IStoreDatabase> _databases = new(StringComparer.Ordinal);

    public IReadOnlyCollection<IStoreDatabase> All => _databases.Values;

    public TDatabase GetOrAdd<TDatabase>(string key, Func<TDatabase> create)
        where TDatabase : class, IStoreDatabase
    {
        if (_databases.TryGetValue(key, out var database))
        {
            return (TDatabase)database;
        }

        var made = create();
        _databases.Add(key, made);
        return made;
    }
}
