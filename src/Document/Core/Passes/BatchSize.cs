namespace DocMigrate.Document.Passes;

/// <summary>How many documents a batch has of which nobody knows how long they take: so few that it can be said several times a second how far it is, so many that handing them over costs nothing.</summary>
/// <param name="time">The clock.</param>
internal sealed class BatchSize(TimeProvider time)
{
    private const int Least = 50;
    private const int Most = 800;
    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(50);

    private int _size = Least / 2;
    private long _asked;

    /// <summary>The next batch's size, by how long it is since this was last asked.</summary>
    public int Next()
    {
        var now = time.GetTimestamp();
        _size = Math.Clamp(_asked == 0 || time.GetElapsedTime(_asked, now) < Aim ? _size * 2 : _size / 2, Least, Most);
        _asked = now;
        return _size;
    }
}
