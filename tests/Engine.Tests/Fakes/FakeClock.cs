namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>A clock that goes on by a second each time it is looked at.</summary>
public sealed class FakeClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now = _now.AddSeconds(1);

    public void SetBack(TimeSpan by) => _now -= by;
}
