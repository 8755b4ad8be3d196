using System.Globalization;
using DocMigrate.Document.Inference.Statistics;

namespace DocMigrate.Document.Inference;

/// <summary>Makes of statistics what is said about them.</summary>
internal static class InferenceBuilder
{
    public static InferredValue Value(ValueStatistics statistics)
    {
        var choices = Choices.Find(statistics, out var others);
        return new InferredValue
        {
            Count = statistics.Count,
            Types = Enum.GetValues<InferredType>()
                .Where(type => statistics.Of(type) > 0)
                .Select(type => new InferredShare(type, statistics.Of(type), (double)statistics.Of(type) / statistics.Count))
                .OrderByDescending(static share => share.Count)
                .ThenBy(static share => share.Type)
                .ToValueList(),
            Integers = statistics.Numbers is { } integers && integers.LeastInteger <= integers.GreatestInteger
                ? new InferredRange<long>(integers.LeastInteger, integers.GreatestInteger)
                : null,
            Doubles = statistics.Numbers is { } doubles && doubles.LeastDouble <= doubles.GreatestDouble
                ? new InferredRange<double>(doubles.LeastDouble, doubles.GreatestDouble)
                : null,
            Dates = statistics.Dates is { First: { } first, Last: { } last } ? new InferredRange<string>(Month(first), Month(last)) : null,
            Text = statistics.Texts is { } texts ? Text(texts, statistics.Of(InferredType.String)) : null,
            Values = choices?.ToValueList(),
            OtherValues = others > 0 ? others : null,
            Object = statistics.Objects is { } objects ? Object(objects) : null,
            Array = statistics.Arrays is { } arrays
                ? new InferredArray(statistics.Of(InferredType.Array), arrays.Empty, arrays.Shortest, arrays.Longest, Value(arrays.Elements))
                : null,
        };
    }

    private static InferredText Text(TextStatistics texts, long count) => new(texts.Shortest, texts.Longest, Enum.GetValues<TextPattern>()
        .Where(pattern => pattern != TextPattern.Other && texts.Count(pattern) > 0)
        .Select(pattern => new InferredPattern(pattern, texts.Count(pattern), (double)texts.Count(pattern) / count))
        .OrderByDescending(static pattern => pattern.Count)
        .ThenBy(static pattern => pattern.Pattern)
        .ToValueList());

    private static InferredObject Object(ObjectStatistics objects)
    {
        var map = MapRecognition.Find(objects, out var named);
        return new InferredObject
        {
            Count = objects.Count,
            Fields = named.Select(key => new InferredField(
                key.Name, key.Count, (double)key.Count / objects.Count, key.IsApproximate, Value(key.Values))).ToValueList(),
            Map = map is null ? null : new InferredMap(
                map.Pattern, map.Values.Count, map.Keys, named.Count == 0 ? objects.Fewest : null, named.Count == 0 ? objects.Most : null, objects.Empty, Value(map.Values)),
            Variants = VariantFinder.Find(objects, named),
        };
    }

    private static string Month(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
