using DocMigrate.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DocMigrate.Hosting;

/// <summary>Adds the health check of the stores.</summary>
public static class DocMigrateHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that says whether the stores are where the code expects them. It only reads. Call
    /// <see cref="DocMigrateServiceCollectionExtensions.AddDocMigrate"/> as well.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What to report for pending and half-done migrations, and for stores that can't be used; null for unhealthy.</param>
    /// <param name="tags">Tags to select checks by; null for none.</param>
    /// <param name="timeout">How long it may take; null for as long as it does.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddDocMigrate(
        this IHealthChecksBuilder builder, string name = "docmigrate", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, static services => new StoresHealthCheck(services.GetRequiredService<MigratorFactory>()), failureStatus, tags, timeout));
    }
}
