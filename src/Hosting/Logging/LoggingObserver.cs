using DocMigrate.Running;
using Microsoft.Extensions.Logging;

namespace DocMigrate.Hosting.Logging;

/// <summary>Logs what a run does.</summary>
internal sealed class LoggingObserver(ILogger logger, TimeProvider time) : IRunObserver
{
    // A log is read afterwards: a line now and then shows that it went on, and how fast.
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(10);

    private long _progressAt = time.GetTimestamp();
    private long? _waitingAt;

    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunStartedEvent run:
                logger.RunStarted(run.Migrations);
                break;
            case PreflightEvent preflight:
                logger.Preflight(preflight.Store, preflight.Subject);
                break;
            case StepStartedEvent { Resumed: true } step:
                logger.StepResumed(step.Migration, step.Store, step.Direction);
                break;
            case StepStartedEvent step:
                logger.StepStarted(step.Migration, step.Store, step.Direction);
                break;
            case OperationStartedEvent operation:
                logger.OperationStarted(operation.Migration, operation.Store, operation.Description);
                break;
            case ProgressEvent progress when time.GetElapsedTime(_progressAt) >= BetweenProgress:
                _progressAt = time.GetTimestamp();
                logger.Progress(progress.Migration, progress.Store, progress.Subject, progress.Done, progress.Total);
                break;
            case LockWaitEvent wait when _waitingAt is not { } last || time.GetElapsedTime(last) >= BetweenProgress:
                _waitingAt = time.GetTimestamp();
                logger.LockWaiting(wait.Holder, wait.Database, wait.Holder.Progress, wait.Waited, wait.Silent);
                break;
            case StepCompletedEvent step:
                logger.StepCompleted(step.Migration, step.Store, step.Duration, step.Counts.Scanned, step.Counts.Changed, step.Counts.Quarantined);
                break;
            case StepFailedEvent { Cancelled: true } step:
                logger.StepStopped(step.Migration, step.Store);
                break;
            case StepFailedEvent step:
                logger.StepFailed(step.Migration, step.Store, step.Error);
                break;
            case MigrationCompletedEvent migration:
                logger.MigrationCompleted(migration.Migration, migration.Direction);
                break;
            case WarningEvent warning:
                logger.Warning(warning.Message);
                break;
        }
    }
}
