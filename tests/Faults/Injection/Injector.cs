using System.Diagnostics;
using DocMigrate.Faults.Children;
using DocMigrate.Running;

namespace DocMigrate.Faults.Injection;

/// <summary>Counts the moments that a process comes by, and ends or halts it at the one that was asked for.</summary>
internal sealed class Injector(ChildRequest request, PhaseFile phase) : IRunObserver
{
    private readonly Dictionary<string, int> _counts = [];

    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Whether a protection is switched off.</summary>
    public bool IsOff(string protection) => request.Off == protection;

    /// <summary>The process is at that point. Thread-safe: a user's code runs on several.</summary>
    public void Reach(string point)
    {
        var inStep = phase.OpenSteps > 0;
        if (IsDue(point))
        {
            End();
        }

        // A random moment is somewhere after a point in a step: told by how far the run is, not by a clock, so that it is as random on a slow machine.
        if (inStep && IsDue(FaultPoints.Random))
        {
            new Thread(EndSoon) { IsBackground = true }.Start();
        }
    }

    private bool IsDue(string point)
    {
        lock (_counts)
        {
            var count = _counts[point] = _counts.GetValueOrDefault(point) + 1;
            return request.At is { } at && at.Point == point && at.Occurrence == count;
        }
    }

    private void End()
    {
        if (request.At!.Freeze)
        {
            Signals.StopSelf();
        }
        else
        {
            Signals.KillSelf();
        }
    }

    private void EndSoon()
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalMicroseconds < request.At!.Microseconds || phase.OpenSteps == 0)
        {
            Thread.Yield();
        }

        End();
    }

    public void OnEvent(RunEvent runEvent)
    {
        // A step is open from its first event to its last, which comes when the history says that it ended.
        switch (runEvent)
        {
            case RunStartedEvent:
                phase.Running = true;
                Reach(FaultPoints.RunStarted);
                break;
            case PreflightEvent:
                Reach(FaultPoints.Preflight);
                break;
            case StepStartedEvent:
                phase.OpenSteps++;
                Reach(FaultPoints.StepStarted);
                break;
            case OperationStartedEvent:
                Reach(FaultPoints.Operation);
                break;
            case ProgressEvent:
                Reach(FaultPoints.Pass);
                break;
            case StepCompletedEvent:
                phase.OpenSteps--;
                Reach(FaultPoints.StepCompleted);
                break;
            case StepFailedEvent:
                phase.OpenSteps = 0;
                break;
            case MigrationCompletedEvent:
                Reach(FaultPoints.MigrationCompleted);
                break;
        }
    }
}
