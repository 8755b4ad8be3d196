namespace DocMigrate.Document.Inference.Statistics;

/// <summary>What the numbers of a path are like.</summary>
internal sealed class NumberStatistics
{
    public long LeastInteger { get; private set; } = long.MaxValue;

    public long GreatestInteger { get; private set; } = long.MinValue;

    /// <summary>Of the finite doubles.</summary>
    public double LeastDouble { get; private set; } = double.PositiveInfinity;

    /// <summary>Of the finite doubles.</summary>
    public double GreatestDouble { get; private set; } = double.NegativeInfinity;

    /// <summary>Doubles that a whole number could hold.</summary>
    public long WholeDoubles { get; private set; }

    public ValueTally Integers { get; } = new();

    public void Add(long number)
    {
        (LeastInteger, GreatestInteger) = (Math.Min(LeastInteger, number), Math.Max(GreatestInteger, number));
        Integers.Add(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public void Add(double number)
    {
        if (double.IsFinite(number))
        {
            (LeastDouble, GreatestDouble) = (Math.Min(LeastDouble, number), Math.Max(GreatestDouble, number));
            WholeDoubles += number == Math.Floor(number) ? 1 : 0;
        }
    }

    public void Merge(NumberStatistics other)
    {
        (LeastInteger, GreatestInteger) = (Math.Min(LeastInteger, other.LeastInteger), Math.Max(GreatestInteger, other.GreatestInteger));
        (LeastDouble, GreatestDouble) = (Math.Min(LeastDouble, other.LeastDouble), Math.Max(GreatestDouble, other.GreatestDouble));
        WholeDoubles += other.WholeDoubles;
        Integers.Merge(other.Integers);
    }
}
