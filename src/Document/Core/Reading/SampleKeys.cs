namespace DocMigrate.Document.Reading;

/// <summary>Spreads a sample over a range of numeric keys.</summary>
public static class SampleKeys
{
    // The golden ratio's fraction: its multiples are spread evenly, and in step with no period that the data may have (every tenth document is another kind).
    private const double GoldenFraction = 0.618033988749894848;

    /// <summary>The key from which on the document of one part of the range is taken. Grows with <paramref name="index"/>, and is the same each time.</summary>
    /// <param name="first">The first key.</param>
    /// <param name="last">The last key; not below <paramref name="first"/>.</param>
    /// <param name="index">Which part: from 0.</param>
    /// <param name="parts">How many; at least 1.</param>
    public static long At(long first, long last, long index, long parts)
    {
        var width = ((double)last - first + 1) / parts;
        var place = (index + (index * GoldenFraction % 1)) * width;
        return Math.Min(last, first + (long)place);
    }
}
