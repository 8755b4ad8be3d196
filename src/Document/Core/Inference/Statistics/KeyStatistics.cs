namespace DocMigrate.Document.Inference.Statistics;

/// <summary>What is known of one key of the objects of a path.</summary>
internal sealed class KeyStatistics
{
    private const ulong HashStart = 14695981039346656037;
    private const ulong HashFactor = 1099511628211;

    // A key that was seen in one of the last few objects only has not shown yet how common it is.
    public const double Doubt = 16;

    /// <param name="name">The key.</param>
    /// <param name="order">How many keys were there before it.</param>
    /// <param name="objectsBefore">How many objects were seen before it.</param>
    /// <param name="isApproximate">Whether it may have been there before, and was merged with others.</param>
    /// <param name="budget">The bound.</param>
    public KeyStatistics(string name, int order, long objectsBefore, bool isApproximate, InferenceBudget budget)
    {
        Name = name;
        Order = order;
        ObjectsBefore = objectsBefore;
        IsApproximate = isApproximate;
        Pattern = TextPatterns.Of(name);
        Values = new ValueStatistics(budget);

        // FNV-1a: the sum of hashes tells sets of keys apart, and a text's own hash code is another in every process.
        Hash = HashStart;
        foreach (var character in name)
        {
            Hash = unchecked((Hash ^ character) * HashFactor);
        }
    }

    public string Name { get; }

    public int Order { get; }

    public long ObjectsBefore { get; }

    public bool IsApproximate { get; }

    public TextPattern Pattern { get; }

    public ulong Hash { get; }

    public ValueStatistics Values { get; }

    public long Count => Values.Count;

    /// <summary>Which share of the objects have it since it was first seen, cautiously.</summary>
    public double Rate(long objects) => Count / (objects - ObjectsBefore + Doubt);
}
