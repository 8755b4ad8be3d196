namespace DocMigrate.Document.Sqlite.Tests.Harness;

/// <summary>A clock for which a second goes by between any two looks at it.</summary>
internal sealed class SlowClock : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => ++_timestamp;
}
