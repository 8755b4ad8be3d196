using DocMigrate.Backends;

namespace DocMigrate.Specification.Harness;

/// <summary>The open databases of one process.</summary>
public sealed class Databases : IDatabaseRegistry, IAsyncDisposable
{
    private readonly Dictionary<string, IStoreDatabase> _databases = [];

    /// <inheritdoc/>
    public TDatabase GetOrAdd<TDatabase>(string key, Func<TDatabase> create)
        where TDatabase : class, IStoreDatabase
    {
        if (!_databases.TryGetValue(key, out var database))
        {
            _databases[key] = database = create();
        }

        return (TDatabase)database;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }
    }
}
