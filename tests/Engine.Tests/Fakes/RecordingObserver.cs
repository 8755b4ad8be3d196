using DocMigrate.Running;

namespace DocMigrate.Engine.Tests.Fakes;

public sealed class RecordingObserver(Action<RunEvent>? onEvent = null) : IRunObserver
{
    public List<RunEvent> Events { get; } = [];

    public IEnumerable<string> Warnings => Events.OfType<WarningEvent>().Select(static warning => warning.Message);

    public void OnEvent(RunEvent runEvent)
    {
        Events.Add(runEvent);
        onEvent?.Invoke(runEvent);
    }
}
