using DocMigrate.Running;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>Does something at the first event for which it is told to.</summary>
public sealed class CallingObserver(Func<RunEvent, bool> at, Action call) : IRunObserver
{
    private bool _called;

    public void OnEvent(RunEvent runEvent)
    {
        if (!_called && at(runEvent))
        {
            _called = true;
            call();
        }
    }
}
