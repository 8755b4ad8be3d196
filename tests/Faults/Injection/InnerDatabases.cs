using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Storage;

namespace DocMigrate.Faults.Injection;

/// <summary>The databases as the providers made them; those of MongoDB with fault points before and after everything that writes.</summary>
internal sealed class InnerDatabases(Injector injector) : IDatabaseRegistry
{
    private readonly Dictionary<string, IStoreDatabase> _databases = [];

    public TDatabase GetOrAdd<TDatabase>(string key, Func<TDatabase> create)
        where TDatabase : class, IStoreDatabase
    {
        if (!_databases.TryGetValue(key, out var database))
        {
            var made = create();
            _databases.Add(key, database = made is MongoDatabase mongo ? Watched(mongo) : made);
        }

        return (TDatabase)database;
    }

    private MongoDatabase Watched(MongoDatabase made) =>
        MongoDatabase.Over(new WatchedTransport(made.Transport, injector), made.Name, made.DisplayName, made.Naming, made.Options);
}
