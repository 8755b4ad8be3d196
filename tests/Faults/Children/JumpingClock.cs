namespace DocMigrate.Faults.Children;

/// <summary>A clock that somebody sets forth and back. What measures durations does not jump.</summary>
/// <param name="hours">How far the first reading is off; the next is off the other way, and so on.</param>
internal sealed class JumpingClock(int hours) : TimeProvider
{
    private int _offset = -hours;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(_offset = -_offset);
}
