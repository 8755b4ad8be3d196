using System.Globalization;

namespace DocMigrate.Document.Inference;

/// <summary>Says in one line what the values of a path are.</summary>
internal static class InferenceDescription
{
    private const double All = 0.995;
    private const double Some = 0.005;

    public static string Of(InferredValue value) => value.Types.Count switch
    {
        0 => "nothing",
        1 => Of(value, value.Types[0].Type),
        _ => string.Join(" | ", value.Types.Select(share => $"{InferenceText.Percent(share.Share)} {Of(value, share.Type)}")),
    };

    /// <summary>Whether a value has more to it than one line says.</summary>
    public static bool NeedsLines(InferredValue value) => value.Object is not null || (value.Array is { } array && (value.Types.Count > 1 || NeedsLines(array.Element)));

    /// <summary>What a map's keys are.</summary>
    public static string Keys(InferredMap map) =>
        $"{(map.MinEntries is null ? "about " : "")}{InferenceText.Count(map.DistinctKeys, "key")}{(map.Keys == TextPattern.Other ? "" : $" like {InferenceText.Plural(map.Keys)}")}";

    private static string Of(InferredValue value, InferredType type) => type switch
    {
        InferredType.Array => Array(value.Array!),
        InferredType.Object when value.Object is { Fields.Count: 0, Map: { } map } =>
            $"map of {Range(map.MinEntries ?? 0, map.MaxEntries ?? 0)} {Elements(map.Value)}, {Keys(map)}{Empty(map.Empty, value.Object.Count)}",
        InferredType.Object => value.Object is null ? "object, not looked into" : "object",
        InferredType.Boolean => "boolean" + Choice(value, static choice => choice.Value is "true" or "false"),
        InferredType.String => "string" + Text(value),
        InferredType.Int32 or InferredType.Int64 => InferenceText.Name(type) + Integers(value),
        InferredType.Double => "double" + (value.Doubles is { } range ? Bounds(Round(range.Min), Round(range.Max)) : ""),
        InferredType.DateTime => "dateTime" + (value.Dates is { } dates ? Bounds(dates.Min, dates.Max) : ""),
        _ => InferenceText.Name(type),
    };

    private static string Array(InferredArray array)
    {
        if (array.MaxLength == 0)
        {
            return "array, always empty";
        }

        return $"array of {Range(array.MinLength, array.MaxLength)} {Elements(array.Element)}{Empty(array.Empty, array.Count)}";
    }

    private static string Empty(long empty, long all) => empty > 0 ? $", {InferenceText.Percent((double)empty / all)} empty" : "";

    private static string Elements(InferredValue element) =>
        element.IsOnly(InferredType.Object) && element.Object is not { Fields.Count: 0, Map: not null } ? "objects" : element.Types.Count > 1 ? "mixed values" : Of(element);

    private static string Integers(InferredValue value) =>
        Choice(value, static choice => choice.Value is ['-' or (>= '0' and <= '9'), ..]) is { Length: > 0 } choices ? choices
        : value.Integers is { } range ? Bounds(range.Min.ToString(CultureInfo.InvariantCulture), range.Max.ToString(CultureInfo.InvariantCulture))
        : "";

    private static string Text(InferredValue value)
    {
        if (Choice(value, static choice => choice.Value[0] == '"') is { Length: > 0 } choices)
        {
            return choices;
        }

        var text = value.Text!;
        var facts = text.LooksLike
            .Where(static pattern => pattern.Share >= Some)
            .Select(static pattern => pattern.Pattern == TextPattern.Empty ? $"{InferenceText.Percent(pattern.Share)} empty"
                : $"{(pattern.Share >= All ? "" : InferenceText.Percent(pattern.Share) + " ")}like {InferenceText.Plural(pattern.Pattern)}")
            .ToList();
        return facts.Count > 0 ? $" ({string.Join(", ", facts)})" : $" ({Range(text.MinLength, text.MaxLength)} character{(text.MaxLength == 1 ? "" : "s")})";
    }

    private static string Choice(InferredValue value, Func<InferredChoice, bool> isOfType)
    {
        var choices = value.Values?.Where(choice => isOfType(choice) && choice.Count > 0).ToList() ?? [];
        if (choices.Count == 0)
        {
            return "";
        }

        var all = (double)choices.Sum(static choice => choice.Count);
        var text = string.Join(", ", choices.Select(choice => choice.Value + (choices.Count > 1 ? " " + InferenceText.Percent(choice.Count / all) : "")));
        var others = value.OtherValues is { } number && choices[0].Value is not ("true" or "false") ? $", {InferenceText.Number(number)} there once" : "";
        return $" ({(choices.Count == 1 && others.Length == 0 ? "always " : "")}{text}{others})";
    }

    private static string Bounds(string min, string max) => min == max ? $" (always {min})" : $" ({min} to {max})";

    private static string Range(int min, int max) => min == max ? InferenceText.Number(min) : $"{InferenceText.Number(min)} to {InferenceText.Number(max)}";

    private static string Round(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
