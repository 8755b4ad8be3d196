namespace DocMigrate.Document.Passes;

/// <summary>How many documents a chunk has: as many as take about half a second, so that other writers never wait longer; or what the store's settings say.</summary>
/// <param name="start">The first chunk's size.</param>
/// <param name="stated">What the settings say; null to go by time.</param>
internal sealed class ChunkSize(int start, int? stated = null)
{
    private const int Least = 100;
    private const int Most = 200_000;
    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(500);

    public int Current { get; private set; } = stated ?? start;

    /// <summary>Learns from a chunk, by a factor of two at most.</summary>
    public void Took(TimeSpan elapsed)
    {
        if (stated is not null)
        {
            return;
        }

        var factor = Math.Clamp(Aim / (elapsed > TimeSpan.Zero ? elapsed : TimeSpan.FromMilliseconds(1)), 0.5, 2);
        Current = (int)Math.Clamp(Current * factor, Least, Most);
    }
}
