using DocMigrate.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DocMigrate.Hosting;

/// <summary>Runs an application that migrates at its start.</summary>
public static class DocMigrateHostExtensions
{
    /// <summary>
    /// Runs the application until it is stopped, as <c>RunAsync</c> does, and returns what the process should return. <c>RunAsync</c> itself throws when
    /// the start failed or was interrupted, and a process that ends by an exception returns a signal's number in place of one that tells why.
    /// </summary>
    /// <param name="host">The application; it is disposed of at the end.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>
    /// The number of an <see cref="ExitCode"/>: 0 when it ran and was stopped, 130 when it was stopped while it migrated, else that of the error, which is in
    /// the log.
    /// </returns>
    public static async Task<int> RunMigratedAsync(this IHost host, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var (started, stopping) = (lifetime.ApplicationStarted, lifetime.ApplicationStopping);
        try
        {
            await host.RunAsync(cancellationToken);
            return (int)ExitCode.Done;
        }
        catch (MigrationException error)
        {
            return (int)error.ExitCode;
        }
        catch (OperationCanceledException) when (!started.IsCancellationRequested && (stopping.IsCancellationRequested || cancellationToken.IsCancellationRequested))
        {
            return (int)ExitCode.Cancelled;
        }
    }
}
