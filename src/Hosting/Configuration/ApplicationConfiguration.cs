using DocMigrate.Backends;
using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;
using Microsoft.Extensions.Configuration;

namespace DocMigrate.Hosting.Configuration;

/// <summary>The configuration that an application's options, its files and its own configuration make together.</summary>
/// <param name="configuration">The application's configuration, for connection strings; null when it has none.</param>
/// <param name="contentRoot">What a relative path of the configuration file is relative to.</param>
internal sealed class ApplicationConfiguration(IConfiguration? configuration, string contentRoot)
{
    /// <exception cref="ConfigurationException">The options contradict each other, or something is lacking.</exception>
    public MigrationConfiguration Read(DocMigrateOptions options)
    {
        Check(options);
        var read = options.Stores.Count > 0 ? FromCode(options) : FromFile(options);
        var merged = read with
        {
            Stores = read.Stores.Select(store => WithConnection(store) with { Tables = options.Tables ?? store.Tables }).ToValueList(),
            History = options.History ?? read.History,
        };
        merged.Store(merged.History);
        return merged;
    }

    private static void Check(DocMigrateOptions options)
    {
        if (options.LockTimeout < TimeSpan.Zero)
        {
            throw Invalid("The lock timeout is negative.", "Set LockTimeout to how long a silent holder of the lock is waited for, as in \"00:01:00\"; zero does not wait.");
        }

        if (!Enum.IsDefined(options.OnFailure))
        {
            throw Invalid($"OnFailure is {(int)options.OnFailure}, which means nothing.", "Set it to Stop or StartAnyway.");
        }

        if (options.Stores.Count > 0 && options.ConfigurationPath is not null)
        {
            throw Invalid(
                "Stores were added in code, and a configuration file is named.", "Leave out ConfigurationPath, or the calls of AddStore.");
        }

        if (options.Stores.GroupBy(static store => store.Name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw Invalid($"The store '{twice.Key}' was added twice.", "Give each store a name of its own.");
        }
    }

    private MigrationConfiguration FromCode(DocMigrateOptions options) => new()
    {
        BaseDirectory = contentRoot,
        MigrationsDirectory = Path.Combine(contentRoot, MigrationConfiguration.DefaultMigrations),
        History = options.Stores[0].Name,
        Stores = options.Stores.ToValueList(),
    };

    private MigrationConfiguration FromFile(DocMigrateOptions options) => new ConfigurationReader().Read(Find(options.ConfigurationPath), ConnectionOf);

    private string Find(string? path)
    {
        if (path is not null)
        {
            return ConfigurationReader.Find(path, contentRoot);
        }

        string[] places = [.. new[] { contentRoot, AppContext.BaseDirectory }.Select(static folder => Path.Combine(folder, ConfigurationReader.FileName))];
        return places.FirstOrDefault(File.Exists) ?? throw new ConfigurationException(
            HostingErrors.NoConfiguration, $"No store was added in code, and there is no '{places[0]}' and no '{places[1]}'.",
            $"Add the stores in AddDocMigrate, or copy {ConfigurationReader.FileName} to the output: "
            + $"<Content Include=\"{ConfigurationReader.FileName}\" CopyToOutputDirectory=\"PreserveNewest\" />.");
    }

    // The application opens the same string with its own driver, so a file in it is where that driver looks for it.
    private StoreSettings WithConnection(StoreSettings store) => ConnectionOf(store.Name) is { } connection
        ? store with { Connection = connection, BaseDirectory = Environment.CurrentDirectory }
        : store.Connection.Length > 0
            ? store
            : throw new ConfigurationException(
                HostingErrors.NoConnection, $"The store '{store.Name}' has no connection string.",
                $"Set ConnectionStrings:{store.Name} in the application's configuration, or the environment variable ConnectionStrings__{store.Name}.");

    private string? ConnectionOf(string store) => configuration?.GetConnectionString(store) is { } connection && !string.IsNullOrWhiteSpace(connection) ? connection : null;

    private static ConfigurationException Invalid(string message, string remedy) => new(HostingErrors.InvalidOptions, message, remedy);
}
