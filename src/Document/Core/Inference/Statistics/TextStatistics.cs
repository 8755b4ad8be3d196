namespace DocMigrate.Document.Inference.Statistics;

/// <summary>What the texts of a path are like.</summary>
internal sealed class TextStatistics
{
    private readonly long[] _patterns = new long[Enum.GetValues<TextPattern>().Length];

    public int Shortest { get; private set; } = int.MaxValue;

    public int Longest { get; private set; }

    public ValueTally Values { get; } = new();

    public long Count(TextPattern pattern) => _patterns[(int)pattern];

    public void Add(string text)
    {
        _patterns[(int)TextPatterns.Of(text)]++;
        (Shortest, Longest) = (Math.Min(Shortest, text.Length), Math.Max(Longest, text.Length));
        Values.Add(text);
    }

    public void Merge(TextStatistics other)
    {
        for (var i = 0; i < _patterns.Length; i++)
        {
            _patterns[i] += other._patterns[i];
        }

        (Shortest, Longest) = (Math.Min(Shortest, other.Shortest), Math.Max(Longest, other.Longest));
        Values.Merge(other.Values);
    }
}
