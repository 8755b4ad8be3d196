using DocMigrate.Backends;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Specification.History;

namespace DocMigrate.Engine.Tests.History;

/// <summary>The fake is held to what it stands for.</summary>
public sealed class FakeJournalSpecification : JournalTests
{
    private readonly FakeWorld _world = new();

    protected override IStoreDatabase Open() => _world["one"];
}
