using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Specification.Harness;
using DocMigrate.Specification.History;

namespace DocMigrate.Engine.Tests.History;

/// <summary>The fake is held to what it stands for.</summary>
public sealed class FakeJournalSpecification : JournalTests
{
    protected override Task<DatabaseHarness> NewDatabaseAsync() => FakeProcess.NewAsync();
}
