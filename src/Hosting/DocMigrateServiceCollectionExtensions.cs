using System.Diagnostics.Metrics;
using DocMigrate.Hosting.Configuration;
using DocMigrate.Hosting.Startup;
using DocMigrate.Hosting.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DocMigrate.Hosting;

/// <summary>Adds DocMigrate to an application.</summary>
public static class DocMigrateServiceCollectionExtensions
{
    /// <summary>
    /// Migrates the stores before the application starts, unless told otherwise, and makes <see cref="MigratorFactory"/>, and a
    /// <see cref="Engine.Migrator"/> per scope, available. May be called several times; each call adds to the options.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDocMigrate(this IServiceCollection services, Action<DocMigrateOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<DocMigrateOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<DocMigrateOptions>, ConfigureFromSection>(
            static provider => new ConfigureFromSection(provider.GetService<IConfiguration>())));
        services.TryAddSingleton(static provider => new Instruments(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(Factory);
        services.TryAddScoped(static provider => provider.GetRequiredService<MigratorFactory>().Open());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MigrateAtStart>(
            static provider => new MigrateAtStart(provider.GetRequiredService<MigratorFactory>(), OptionsOf(provider), LoggersOf(provider))));
        return services;
    }

    private static MigratorFactory Factory(IServiceProvider provider)
    {
        var contentRoot = provider.GetService<IHostEnvironment>()?.ContentRootPath ?? Environment.CurrentDirectory;
        var configuration = new ApplicationConfiguration(provider.GetService<IConfiguration>(), contentRoot);
        return new MigratorFactory(
            OptionsOf(provider), configuration, LoggersOf(provider), provider.GetRequiredService<Instruments>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System);
    }

    private static IOptions<DocMigrateOptions> OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<DocMigrateOptions>>();

    private static ILoggerFactory LoggersOf(IServiceProvider provider) => provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
}
