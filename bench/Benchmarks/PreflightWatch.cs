using System.Diagnostics;
using DocMigrate.Running;

namespace DocMigrate.Benchmarks;

/// <summary>How long a run looked at the documents before it changed the first: from the first <see cref="PreflightEvent"/> to the first <see cref="StepStartedEvent"/>.</summary>
internal sealed class PreflightWatch : IRunObserver
{
    private readonly Stopwatch _watch = new();

    public TimeSpan Elapsed => _watch.Elapsed;

    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case PreflightEvent:
                _watch.Start();
                break;
            case StepStartedEvent:
                _watch.Stop();
                break;
        }
    }
}
