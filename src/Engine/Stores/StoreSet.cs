using DocMigrate.Backends;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Loading;

namespace DocMigrate.Engine.Stores;

/// <summary>The backends of all stores of a configuration. Disposing it closes their databases.</summary>
internal sealed class StoreSet : IAsyncDisposable
{
    private readonly MigrationConfiguration _configuration;
    private readonly DatabaseRegistry _registry;
    private readonly Dictionary<string, IMigrationBackend> _backends;

    private StoreSet(MigrationConfiguration configuration, DatabaseRegistry registry, Dictionary<string, IMigrationBackend> backends)
    {
        _configuration = configuration;
        _registry = registry;
        _backends = backends;
    }

    /// <summary>The name of the store whose database holds the ledger.</summary>
    public string HistoryStore => _configuration.History;

    /// <summary>The database that holds the ledger.</summary>
    public IStoreDatabase History => _backends[_configuration.History].Database;

    /// <summary>The backends in the order of the configuration.</summary>
    public IEnumerable<IMigrationBackend> Backends => _configuration.Stores.Select(store => _backends[store.Name]);

    /// <summary>The names of the stores, in the order of the configuration.</summary>
    public IEnumerable<string> Names => _configuration.Stores.Select(static store => store.Name);

    /// <summary>The databases, each once.</summary>
    public IReadOnlyCollection<IStoreDatabase> Databases => _registry.All;

    /// <exception cref="Errors.ConfigurationException">There is no such store.</exception>
    public IMigrationBackend this[string store] =>
        _backends.TryGetValue(store, out var backend) ? backend : throw ConfigurationErrors.NoSuchStore(store, _configuration);

    /// <summary>Makes the backends. Touches no database.</summary>
    public static StoreSet Open(MigrationConfiguration configuration, StoreProviders providers)
    {
        var registry = new DatabaseRegistry();
        var backends = configuration.Stores.ToDictionary(
            static store => store.Name, store => providers.For(store).Open(store, registry), StringComparer.Ordinal);
        return new StoreSet(configuration, registry, backends);
    }

    public bool Contains(string store) => _backends.ContainsKey(store);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _registry.All)
        {
            await database.DisposeAsync();
        }
    }
}
