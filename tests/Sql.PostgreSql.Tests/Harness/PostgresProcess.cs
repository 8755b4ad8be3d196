using DocMigrate.Backends;

namespace DocMigrate.Sql.PostgreSql.Tests.Harness;

/// <summary>Objects for databases, as a process of its own would have.</summary>
internal static class PostgresProcess
{
    public static StoreSettings Settings(string connection, string name = "main") =>
        new() { Name = name, Provider = "postgresql", Connection = connection, BaseDirectory = AppContext.BaseDirectory };

    public static PostgresDatabase Open(string connection, TableNaming? tables = null) =>
        PostgresDatabase.Resolve(Settings(connection) with { Tables = tables ?? TableNaming.Default }, new Registry());

    private sealed class Registry : IDatabaseRegistry
    {
        private readonly Dictionary<string, IStoreDatabase> _databases = [];

        public TDatabase GetOrAdd<TDatabase>(string key, Func<TDatabase> create)
            where TDatabase : class, IStoreDatabase
        {
            if (!_databases.TryGetValue(key, out var database))
            {
                _databases[key] = database = create();
            }

            return (TDatabase)database;
        }
    }
}
