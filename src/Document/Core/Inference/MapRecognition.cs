using DocMigrate.Document.Inference.Statistics;

namespace DocMigrate.Document.Inference;

/// <summary>Tells the keys that a program names from those that come from data.</summary>
/// <remarks>
/// Keys that only a generated id looks like are data, however few. Others that look like data (numbers, dates, addresses) are from three on, and plain words
/// from sixteen on if hardly any object has two of them in common; both only where what stands under them is alike.
/// </remarks>
internal static class MapRecognition
{
    private const int FewestPatterned = 3;
    private const int FewestWords = 16;

    // Of ten values nine have the same type; of an object's keys a value has nearly every second one.
    private const double Alike = 0.9;
    private const double KeysAlike = 0.4;

    /// <summary>The keys of a map, merged; null when there are none.</summary>
    /// <param name="statistics">The objects.</param>
    /// <param name="named">The keys that a program names.</param>
    public static RestStatistics? Find(ObjectStatistics statistics, out IReadOnlyList<KeyStatistics> named)
    {
        var keys = statistics.Keys.ToList();
        var data = keys.Where(key => IsOfRest(statistics, key) || TextPatterns.IsId(key.Pattern)).ToHashSet();
        var patterned = keys.Where(static key => TextPatterns.IsData(key.Pattern)).ToList();
        if (patterned.Count >= FewestPatterned && AreAlike(patterned))
        {
            data.UnionWith(patterned);
        }

        var words = keys.Where(key => !data.Contains(key) && key.Count < ObjectStatistics.Rare * statistics.Count).ToList();
        if (words.Count >= FewestWords && AreAlike(words))
        {
            data.UnionWith(words);
        }

        named = [.. keys.Where(key => !data.Contains(key))];
        if (statistics.Rest is null && data.Count == 0)
        {
            return null;
        }

        var merged = new RestStatistics(Unbounded());
        if (statistics.Rest is { } rest)
        {
            merged.Merge(rest);
        }

        foreach (var key in keys.Where(data.Contains))
        {
            merged.Add(key);
        }

        return merged;
    }

    // Where there were so many keys that the rare were merged, those that came since are no better known.
    private static bool IsOfRest(ObjectStatistics statistics, KeyStatistics key) =>
        statistics.Rest is not null && (TextPatterns.IsData(key.Pattern) || key.Count < ObjectStatistics.Rare * (statistics.Count - key.ObjectsBefore) || key.Count < 2);

    private static bool AreAlike(IEnumerable<KeyStatistics> keys)
    {
        var merged = new ValueStatistics(Unbounded());
        foreach (var key in keys)
        {
            merged.Merge(key.Values);
        }

        var present = merged.Count - merged.Of(InferredType.Null);
        var numbers = merged.Of(InferredType.Int32) + merged.Of(InferredType.Int64) + merged.Of(InferredType.Double) + merged.Of(InferredType.Decimal);
        var most = Math.Max(numbers, Enum.GetValues<InferredType>().Where(static type => type != InferredType.Null).Max(merged.Of));
        return present > 0 && most >= Alike * present && (merged.Objects is not { } objects || most > objects.Count || HaveKeysInCommon(objects));
    }

    private static bool HaveKeysInCommon(ObjectStatistics objects)
    {
        _ = Find(objects, out var named);
        return named.Count == 0 || named.Sum(static key => key.Count) >= KeysAlike * objects.Count * named.Count;
    }

    // What is merged was counted already.
    private static InferenceBudget Unbounded() => new(int.MaxValue);
}
