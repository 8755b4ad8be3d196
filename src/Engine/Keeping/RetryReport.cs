namespace DocMigrate.Engine.Keeping;

/// <summary>What came of trying documents of the quarantine again. Its JSON names are stable.</summary>
/// <param name="Tried">How many were tried.</param>
/// <param name="Fit">Those that are where the migrations are now, and off the list.</param>
/// <param name="Remaining">Those that stay on the list.</param>
/// <param name="Gone">Those that were not there any more, and are off the list.</param>
public sealed record RetryReport(long Tried, long Fit, long Remaining, long Gone)
{
    internal static RetryReport Nothing { get; } = new(0, 0, 0, 0);

    /// <summary>The sum of two.</summary>
    public static RetryReport operator +(RetryReport left, RetryReport right) => left.Add(right);

    /// <summary>The sum of two.</summary>
    public RetryReport Add(RetryReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Tried + other.Tried, Fit + other.Fit, Remaining + other.Remaining, Gone + other.Gone);
    }
}
