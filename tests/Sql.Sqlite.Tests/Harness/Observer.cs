using DocMigrate.Running;

namespace DocMigrate.Sql.Sqlite.Tests.Harness;

/// <summary>Remembers what it was told.</summary>
internal sealed class Observer : IRunObserver
{
    public List<RunEvent> Events { get; } = [];

    public void OnEvent(RunEvent runEvent) => Events.Add(runEvent);
}
