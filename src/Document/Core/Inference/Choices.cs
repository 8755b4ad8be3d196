using DocMigrate.Document.Inference.Statistics;

namespace DocMigrate.Document.Inference;

/// <summary>Finds the values of a path where they are a choice among few.</summary>
/// <remarks>
/// Only such are ever shown: at most <see cref="ValueTally.Most"/>, each of them five times on average, and none that is there once. Others may be names, or
/// numbers of people.
/// </remarks>
internal static class Choices
{
    private const long FewestValues = 20;
    private const long FewestRepeats = 5;

    public static IReadOnlyList<InferredChoice>? Find(ValueStatistics statistics, out long others)
    {
        var found = new List<(string Value, long Count)>();
        if (statistics.Of(InferredType.Boolean) is > 0 and var booleans)
        {
            found.Add(("true", statistics.True));
            found.Add(("false", booleans - statistics.True));
        }

        if (statistics.Texts is { Values.Counts: { } texts } && IsChoice(texts) && !IsPersonal(statistics.Texts))
        {
            found.AddRange(texts.Select(static pair => (InferenceText.Quote(pair.Key), pair.Value)));
        }

        if (statistics.Numbers is { Integers.Counts: { Count: > 0 } integers } && statistics.Of(InferredType.Double) == 0 && IsChoice(integers))
        {
            found.AddRange(integers.Select(static pair => (pair.Key, pair.Value)));
        }

        others = found.Where(static choice => choice.Count == 1).LongCount();
        var shown = found.Where(static choice => choice.Count > 1 || (choice is { Count: 1, Value: "true" or "false" })).ToList();
        others -= shown.Where(static choice => choice.Count == 1).LongCount();
        return shown.Count == 0 ? null : [.. shown
            .OrderByDescending(static choice => choice.Count)
            .ThenBy(static choice => choice.Value, StringComparer.Ordinal)
            .Select(choice => new InferredChoice(choice.Value, choice.Count, (double)choice.Count / statistics.Count))];
    }

    private static bool IsChoice(IReadOnlyDictionary<string, long> values) =>
        values.Values.Sum() is var all && all >= FewestValues && all >= FewestRepeats * values.Count;

    private static bool IsPersonal(TextStatistics texts) => Enum.GetValues<TextPattern>()
        .Any(pattern => texts.Count(pattern) > 0 && (TextPatterns.IsId(pattern) || pattern is TextPattern.Email or TextPattern.Url or TextPattern.Digits));
}
