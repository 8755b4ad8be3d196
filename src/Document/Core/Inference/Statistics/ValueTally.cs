namespace DocMigrate.Document.Inference.Statistics;

/// <summary>Counts the different values of a path as long as they are few.</summary>
internal sealed class ValueTally
{
    /// <summary>How many different values are few.</summary>
    public const int Most = 12;

    /// <summary>The longest text that is counted: what is longer is no choice among few.</summary>
    public const int LongestText = 40;

    private SortedDictionary<string, long>? _counts = new(StringComparer.Ordinal);

    /// <summary>How often each value was there; null when there are too many.</summary>
    public IReadOnlyDictionary<string, long>? Counts => _counts;

    public void Add(string value, long count = 1)
    {
        if (_counts is null)
        {
            return;
        }

        if (_counts.TryGetValue(value, out var known))
        {
            _counts[value] = known + count;
        }
        else if (_counts.Count == Most || value.Length > LongestText)
        {
            _counts = null;
        }
        else
        {
            _counts.Add(value, count);
        }
    }

    public void Merge(ValueTally other)
    {
        if (other._counts is null)
        {
            _counts = null;
            return;
        }

        foreach (var (value, count) in other._counts)
        {
            Add(value, count);
        }
    }
}
