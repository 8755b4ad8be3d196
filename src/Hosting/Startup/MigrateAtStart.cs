using DocMigrate.Errors;
using DocMigrate.Hosting.Logging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DocMigrate.Hosting.Startup;

/// <summary>Migrates before any service of the application starts, the web server among them: <see cref="StartingAsync"/> of all comes before the first StartAsync.</summary>
internal sealed class MigrateAtStart(MigratorFactory factory, IOptions<DocMigrateOptions> options, ILoggerFactory loggers) : IHostedLifecycleService
{
    private readonly ILogger _logger = loggers.CreateLogger(RunLog.Category);

    /// <param name="cancellationToken">Is cancelled when the application is asked to stop.</param>
    /// <exception cref="MigrationException">The stores could not be migrated, or the options can't be used: the host does not start.</exception>
    /// <exception cref="OperationCanceledException">The application was asked to stop.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var startAnyway = false;
        try
        {
            // Not before: what is wrong with the options is to be told in the log, as any other reason not to start.
            startAnyway = options.Value.OnFailure == StartFailure.StartAnyway;
            if (options.Value.MigrateAtStart)
            {
                await factory.MigrateAsync(cancellationToken);
            }
            else
            {
                await using var valid = factory.Open();
                _logger.NotAtStart();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.StartCancelled();
            throw;
        }
        catch (MigrationException error) when (startAnyway && error.ExitCode != ExitCode.Usage)
        {
            _logger.StartedAnyway(error.Code.Value, error.Message, error.Remedy);
        }
        catch (MigrationException error)
        {
            _logger.StartRefused(error.Code.Value, error.Message, error.Remedy);
            throw;
        }
        catch (Exception error)
        {
            _logger.StartBroken(error);
            throw;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
