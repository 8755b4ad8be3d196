using System.Reflection;
using DocMigrate.Backends;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Running;

namespace DocMigrate.Hosting;

/// <summary>How an application migrates its stores.</summary>
/// <remarks>
/// What the application's configuration says in its section <c>DocMigrate</c> replaces what was set in code: who operates an application has the last word.
/// Connection strings come from <c>ConnectionStrings:&lt;store&gt;</c> where that is set.
/// </remarks>
public sealed class DocMigrateOptions
{
    private readonly List<StoreSettings> _stores = [];

    /// <summary>
    /// The configuration file, or the folder that it is in, relative to the content root. Null, the default: <c>docmigrate.json</c> in the content root, else
    /// the one beside the application. Leave it null when stores are added in code.
    /// </summary>
    public string? ConfigurationPath { get; set; }

    /// <summary>The assembly with the migrations. Null, the default: the application's entry assembly.</summary>
    public Assembly? Migrations { get; set; }

    /// <summary>The migrations themselves, where they are not the classes of one assembly. Null, the default: those of <see cref="Migrations"/>.</summary>
    public MigrationCatalog? Catalog { get; set; }

    /// <summary>How the tables are named that DocMigrate keeps in each database. Null, the default: as the file says, else the usual names.</summary>
    public TableNaming? Tables { get; set; }

    /// <summary>The store whose database holds the history. Null, the default: what the file says, else the first store.</summary>
    public string? History { get; set; }

    /// <summary>Whether the stores are migrated before the application starts: before a web server listens. Default true.</summary>
    public bool MigrateAtStart { get; set; } = true;

    /// <summary>What to do when migrating at the start fails. Default <see cref="StartFailure.Stop"/>.</summary>
    public StartFailure OnFailure { get; set; } = StartFailure.Stop;

    /// <summary>How long another run that holds the lock may make no progress before this one gives up. Default 30 seconds; zero does not wait.</summary>
    public TimeSpan LockTimeout { get; set; } = new RunOptions().LockTimeout;

    /// <summary>Whether keys of documents keep their places among their siblings: <see cref="RunOptions.KeepOrder"/>. Default false.</summary>
    public bool KeepOrder { get; set; }

    /// <summary>The stores that were added in code, in that order.</summary>
    internal IReadOnlyList<StoreSettings> Stores => _stores;

    /// <summary>Adds a store, in place of a configuration file.</summary>
    /// <param name="name">The name that migrations use.</param>
    /// <param name="provider">The provider, as in <c>sqlite</c>.</param>
    /// <param name="connection">The connection string; null when <c>ConnectionStrings:&lt;name&gt;</c> has it, which replaces this one anyhow.</param>
    /// <param name="settings">Other settings, as the provider documents them; null for none.</param>
    /// <returns>These options.</returns>
    public DocMigrateOptions AddStore(string name, string provider, string? connection = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        _stores.Add(new StoreSettings
        {
            Name = name,
            Provider = provider,
            Connection = connection ?? "",
            BaseDirectory = Environment.CurrentDirectory,
            Options = settings ?? new Dictionary<string, string>(),
        });
        return this;
    }
}
