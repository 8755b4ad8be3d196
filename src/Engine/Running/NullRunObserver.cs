using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Listens to nothing.</summary>
internal sealed class NullRunObserver : IRunObserver
{
    public static NullRunObserver Instance { get; } = new();

    public void OnEvent(RunEvent runEvent)
    {
    }
}
