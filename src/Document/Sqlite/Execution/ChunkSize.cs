namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>How many documents a chunk has: as many as take about half a second, so that other writers never wait longer.</summary>
/// <param name="start">The first chunk's size.</param>
internal sealed class ChunkSize(int start)
{
    private const int Least = 100;
    private const int Most = 200_000;
    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(500);

    public int Current { get; private set; } = start;

    /// <summary>Learns from a chunk, by a factor of two at most.</summary>
    public void Took(TimeSpan elapsed)
    {
        var factor = Math.Clamp(Aim / (elapsed > TimeSpan.Zero ? elapsed : TimeSpan.FromMilliseconds(1)), 0.5, 2);
        Current = (int)Math.Clamp(Current * factor, Least, Most);
    }
}
