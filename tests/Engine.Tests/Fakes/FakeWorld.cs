using DocMigrate.Backends;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Loading;

namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>Databases in memory that outlive the migrators working on them, and a point at which the process dies.</summary>
public sealed class FakeWorld : IStoreProvider
{
    private readonly Dictionary<string, FakeDatabase> _databases = new(StringComparer.Ordinal);

    public string Name => "fake";

    public IStoreKind Kind => FakeKind.Instance;

    /// <summary>Writes so far, of all databases.</summary>
    public int Writes { get; private set; }

    /// <summary>The process dies at this write; null never.</summary>
    public int? DieAt { get; set; }

    /// <summary>Whether steps fuse that can.</summary>
    public bool Fuses { get; set; } = true;

    /// <summary>How many values each store says that it keeps for a migration.</summary>
    public long Kept { get; set; }

    public bool IsDead { get; private set; }

    /// <summary>What happened, in order: begin, commit, lock, operations.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Called for each chunk of work with its place, <c>store/name/chunk</c>; may throw.</summary>
    public Action<string>? OnWork { get; set; }

    /// <summary>Called by preflight with the store; may throw.</summary>
    public Action<string>? OnPreflight { get; set; }

    public FakeDatabase this[string key] => _databases.TryGetValue(key, out var database) ? database : _databases[key] = new FakeDatabase(this, key);

    /// <summary>What the data of all databases adds up to: how often each chunk is applied.</summary>
    public IReadOnlyDictionary<string, int> Data => _databases.Values
        .SelectMany(static database => database.Content.Data)
        .Where(static pair => pair.Value != 0)
        .ToDictionary(static pair => pair.Key, static pair => pair.Value);

    public void Write()
    {
        Live();
        Writes++;
        if (Writes == DieAt)
        {
            IsDead = true;
            throw new FakeCrashException();
        }
    }

    public void Live()
    {
        if (IsDead)
        {
            throw new FakeCrashException();
        }
    }

    /// <summary>A new process: open transactions are gone, locks are free.</summary>
    public void Revive()
    {
        IsDead = false;
        DieAt = null;
        foreach (var database in _databases.Values)
        {
            database.Recover();
        }
    }

    public Migrator Open(TimeProvider time, IEnumerable<MigrationDefinition> migrations, params string[] stores) =>
        Migrator.Create(Configuration(stores), MigrationCatalog.FromDefinitions(migrations), new StoreProviders(this), time);

    /// <param name="stores">Each <c>name</c>, or <c>name@database</c>; the first holds the history.</param>
    public static MigrationConfiguration Configuration(params string[] stores)
    {
        var settings = stores.Select(static store => store.Split('@')).Select(static parts => new StoreSettings
        {
            Name = parts[0],
            Provider = "fake",
            Connection = parts[^1],
            BaseDirectory = "/",
        }).ToValueList();
        return new MigrationConfiguration { BaseDirectory = "/", MigrationsDirectory = "/Migrations", History = settings[0].Name, Stores = settings };
    }

    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases)
    {
        var key = settings.Connection;
        return new FakeBackend(this, settings.Name, databases.GetOrAdd(key, () => this[key]));
    }

    public ShellCommand Shell(StoreSettings settings) => new("fakesql", [settings.Name], new Dictionary<string, string>(), "Nowhere.");
}
