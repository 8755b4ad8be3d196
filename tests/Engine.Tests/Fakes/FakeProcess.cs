using DocMigrate.Backends;
using DocMigrate.Specification.Harness;

namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>The one database of a test.</summary>
internal sealed class FakeProcess : DatabaseHarness
{
    private readonly FakeWorld _world = new();

    public static Task<DatabaseHarness> NewAsync() => Task.FromResult<DatabaseHarness>(new FakeProcess());

    protected override IStoreDatabase Resolve() => _world["one"];
}
