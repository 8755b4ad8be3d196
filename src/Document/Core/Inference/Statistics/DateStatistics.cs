namespace DocMigrate.Document.Inference.Statistics;

/// <summary>Between which dates the dates of a path are.</summary>
internal sealed class DateStatistics
{
    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public void Add(DateTimeOffset date)
    {
        First = First is { } first && first <= date ? first : date;
        Last = Last is { } last && last >= date ? last : date;
    }

    public void Merge(DateStatistics other)
    {
        if (other.First is { } first)
        {
            Add(first);
            Add(other.Last!.Value);
        }
    }
}
