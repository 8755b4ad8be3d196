using DocMigrate.Running;

namespace DocMigrate.Hosting.Logging;

/// <summary>Tells two observers.</summary>
internal sealed class ObserverPair(IRunObserver first, IRunObserver second) : IRunObserver
{
    public void OnEvent(RunEvent runEvent)
    {
        first.OnEvent(runEvent);
        second.OnEvent(runEvent);
    }
}
