using System.Reflection;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.Hosting.Configuration;
using DocMigrate.Hosting.Logging;
using DocMigrate.Hosting.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DocMigrate.Hosting;

/// <summary>Opens migrators with the application's configuration. Thread-safe, which a <see cref="Migrator"/> is not.</summary>
public sealed class MigratorFactory
{
    private readonly IOptions<DocMigrateOptions> _options;
    private readonly ILogger _logger;
    private readonly Instruments _instruments;
    private readonly TimeProvider _time;
    private readonly Lazy<(MigrationConfiguration Configuration, MigrationCatalog Catalog, StoreProviders Providers)> _parts;

    internal MigratorFactory(
        IOptions<DocMigrateOptions> options, ApplicationConfiguration configuration, ILoggerFactory loggers, Instruments instruments, TimeProvider time)
    {
        _options = options;
        _logger = loggers.CreateLogger(RunLog.Category);
        _instruments = instruments;
        _time = time;

        // Looking through assemblies takes time, and what is found does not change: once for all. An error is not kept, so that it is raised each time.
        _parts = new(() => Load(configuration), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>A migrator of one's own. Touches no store; dispose of it.</summary>
    /// <exception cref="ConfigurationException">The options or the configuration can't be used.</exception>
    /// <exception cref="CatalogException">Two migrations have one name, or a class can't be a migration.</exception>
    public Migrator Open() => Migrator.Create(_parts.Value.Configuration, _parts.Value.Catalog, _parts.Value.Providers, _time);

    /// <summary>Applies all migrations that are pending, with log, trace and metrics: what the application does at its start, at another time.</summary>
    /// <param name="cancellationToken">Stops it at the next safe point. The next call goes on from there.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="MigrationException">Something stopped it; the derived type says what. What was done is recorded.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<RunResult> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var migrator = Open();
        using var telemetry = new RunTelemetry(_instruments, _time);
        try
        {
            var observer = new ObserverPair(new LoggingObserver(_logger, _time), telemetry);
            var options = new RunOptions { LockTimeout = _options.Value.LockTimeout, KeepOrder = _options.Value.KeepOrder };
            var result = await migrator.MigrateAsync(MigrationTarget.Latest, options, observer, cancellationToken);
            telemetry.Succeeded(result);
            Log(result);
            return result;
        }
        catch (Exception error)
        {
            telemetry.Failed(error);
            throw;
        }
    }

    private void Log(RunResult result)
    {
        if (result.IsEmpty)
        {
            _logger.NothingToMigrate();
        }
        else
        {
            _logger.RunCompleted(result.Duration, result.Applied.Count, result.RolledBack.Count, result.Counts.Changed, result.Counts.Quarantined);
        }
    }

    private (MigrationConfiguration Configuration, MigrationCatalog Catalog, StoreProviders Providers) Load(ApplicationConfiguration configuration)
    {
        var read = configuration.Read(_options.Value);
        var catalog = _options.Value.Catalog ?? MigrationCatalog.FromAssemblies(Migrations());
        return (read, catalog, StoreProviders.Discover(catalog.Assemblies));
    }

    private Assembly Migrations() => _options.Value.Migrations ?? Assembly.GetEntryAssembly() ?? throw new ConfigurationException(
        HostingErrors.NoAssembly, "The process has no entry assembly to look for migrations in.",
        "Set Migrations in AddDocMigrate, as in options.Migrations = typeof(Program).Assembly.");
}
