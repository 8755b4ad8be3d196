using DocMigrate.Running;

namespace DocMigrate.Specification.Documents.Harness;

public sealed class RecordingObserver : IRunObserver
{
    public List<RunEvent> Events { get; } = [];

    public IEnumerable<string> Warnings => Events.OfType<WarningEvent>().Select(static warning => warning.Message);

    public void OnEvent(RunEvent runEvent) => Events.Add(runEvent);
}
