using DocMigrate.Backends;

namespace DocMigrate.Sql.Sqlite.Tests.Harness;

/// <summary>The databases of one test's run.</summary>
internal sealed class Databases : IDatabaseRegistry, IAsyncDisposable
{
    private readonly Dictionary<string, IStoreDatabase> _databases = [];

    public static StoreSettings Settings(string connection, string folder, string name = "main") =>
        new() { Name = name, Provider = "sqlite", Connection = connection, BaseDirectory = folder };

    public TDatabase GetOrAdd<TDatabase>(string key, Func<TDatabase> create)
        where TDatabase : class, IStoreDatabase
    {
        if (!_databases.TryGetValue(key, out var database))
        {
            _databases[key] = database = create();
        }

        return (TDatabase)database;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }
    }
}
