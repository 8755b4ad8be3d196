using DocMigrate.Running;

namespace DocMigrate.Benchmarks;

/// <summary>Which part of a run looked at how many documents: preflight up to the first step, the pass up to its last chunk, and the sweep after it.</summary>
/// <param name="preflight">Is told the same.</param>
/// <param name="count">Asks the server.</param>
internal sealed class PhaseWatch(PreflightWatch preflight, Func<ServerWork> count) : IRunObserver
{
    private readonly Dictionary<string, double> _examined = [];
    private double _last = count().Examined ?? 0;

    public void OnEvent(RunEvent runEvent)
    {
        preflight.OnEvent(runEvent);
        switch (runEvent)
        {
            case StepStartedEvent when !_examined.ContainsKey("preflight"):
                Note("preflight");
                break;
            case ProgressEvent progress when progress.Done >= progress.Total && _examined.ContainsKey("preflight") && !_examined.ContainsKey("pass"):
                Note("pass");
                break;
        }
    }

    public IReadOnlyDictionary<string, double> Finish()
    {
        Note("sweep");
        return _examined;
    }

    private void Note(string part)
    {
        var now = count().Examined ?? 0;
        _examined[part] = now - _last;
        _last = now;
    }
}
