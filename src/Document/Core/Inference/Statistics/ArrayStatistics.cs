using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Inference.Statistics;

/// <summary>What the arrays of a path are like.</summary>
internal sealed class ArrayStatistics(InferenceBudget budget)
{
    public long Empty { get; private set; }

    public int Shortest { get; private set; } = int.MaxValue;

    public int Longest { get; private set; }

    public ValueStatistics Elements { get; } = new(budget);

    public void Add(JArray array)
    {
        Empty += array.Count == 0 ? 1 : 0;
        (Shortest, Longest) = (Math.Min(Shortest, array.Count), Math.Max(Longest, array.Count));
        foreach (var element in array)
        {
            Elements.Add(element);
        }
    }

    public void Merge(ArrayStatistics other)
    {
        Empty += other.Empty;
        (Shortest, Longest) = (Math.Min(Shortest, other.Shortest), Math.Max(Longest, other.Longest));
        Elements.Merge(other.Elements);
    }
}
