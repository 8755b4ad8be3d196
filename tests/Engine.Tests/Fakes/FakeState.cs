using DocMigrate.State;

namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>The names that exist.</summary>
public sealed class FakeState(IEnumerable<string> names) : IStoreState
{
    public IReadOnlySet<string> Names { get; } = new SortedSet<string>(names, StringComparer.Ordinal);

    public bool IsEmpty => Names.Count == 0;

    public override bool Equals(object? obj) => obj is FakeState other && Names.SetEquals(other.Names);

    public override int GetHashCode() => Names.Count;

    public override string ToString() => string.Join(",", Names);
}
