using System.Globalization;
using DocMigrate.Running;

namespace DocMigrate.Engine.Locking;

/// <summary>Passes the events of a run on, and shows those who wait for its locks how far it is.</summary>
internal sealed class LockReporter(IRunObserver inner, LockSet locks) : IRunObserver
{
    public void OnEvent(RunEvent runEvent)
    {
        if (Words(runEvent) is { } progress)
        {
            locks.Report(progress);
        }

        inner.OnEvent(runEvent);
    }

    // Waiting is none of these: two runs that wait for each other must not take that for progress.
    private static string? Words(RunEvent runEvent) => runEvent switch
    {
        PreflightEvent { Done: > 0 } preflight => string.Create(
            CultureInfo.InvariantCulture, $"checking {preflight.Subject} in {preflight.Store}, {preflight.Done:N0}"),
        PreflightEvent preflight => $"checking {preflight.Subject} in {preflight.Store}",
        StepStartedEvent started => $"{started.Migration} on {started.Store}",
        OperationStartedEvent operation => $"{operation.Migration} on {operation.Store}: {operation.Description}",
        ProgressEvent { Total: { } total } progress => string.Create(
            CultureInfo.InvariantCulture, $"{progress.Migration} on {progress.Store}: {progress.Subject}, {progress.Done:N0} of {total:N0}"),
        ProgressEvent progress => string.Create(
            CultureInfo.InvariantCulture, $"{progress.Migration} on {progress.Store}: {progress.Subject}, {progress.Done:N0}"),
        PausedEvent { File: { } file } => $"paused: {file} exists",
        PausedEvent => "resting between two transactions",
        StepCompletedEvent completed => $"{completed.Migration} on {completed.Store}: done",
        MigrationCompletedEvent completed => $"{completed.Migration}: done",
        _ => null,
    };
}
