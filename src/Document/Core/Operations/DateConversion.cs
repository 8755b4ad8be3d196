using System.Globalization;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Dates out of texts and numbers, and back.</summary>
internal static class DateConversion
{
    /// <summary>The date; null when it is none. <paramref name="reason"/> then says why, if more can be said than that.</summary>
    public static JObject? ToDate(JToken value, ConversionRules rules, out string? reason)
    {
        reason = null;
        if (value is JValue { Value: string text } && FieldConversion.ToInteger(value) is null)
        {
            var times = Times(text, rules).Distinct().ToList();
            reason = times.Count > 1 ? "a string that the date formats read as different times" : null;
            return times.Count != 1 ? null
                : DateText.IsExact(times[0]) || rules.Truncate ? DateText.FromMilliseconds(times[0].ToUnixTimeMilliseconds())
                : null;
        }

        if (rules.Epoch is not { } unit || FieldConversion.ToInteger(value) is not { } number)
        {
            return null;
        }

        reason = "a number that is no time since 1970 by the rule";
        return Milliseconds(number, unit) is { } milliseconds ? DateText.FromMilliseconds(milliseconds) : null;
    }

    /// <summary>A date as text by the first format; null when there is none, or it is no date of the years 1 to 9999.</summary>
    public static string? ToText(JToken date, ConversionRules rules) =>
        rules.Formats.Count > 0 && DateText.Of(date) is { } text && DateText.Parse(text) is { } time
            ? time.ToUniversalTime().ToString(rules.Formats[0], CultureInfo.InvariantCulture)
            : null;

    /// <summary>A date as a number; null when there is no rule for it, or the number is none of that unit.</summary>
    public static long? ToNumber(JToken date, ConversionRules rules)
    {
        if (rules.Epoch is not { } unit || DateText.Time(date) is not { } ticks)
        {
            return null;
        }

        var size = unit == EpochUnit.Seconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;
        return ticks % size == 0 || rules.Truncate ? (long)(ticks / size) : null;
    }

    private static IEnumerable<DateTimeOffset> Times(string text, ConversionRules rules)
    {
        if (DateText.Parse(text) is { } iso)
        {
            yield return iso.ToUniversalTime();
        }

        foreach (var format in rules.Formats)
        {
            if (DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            {
                yield return date.ToUniversalTime();
            }
        }
    }

    private static long? Milliseconds(long number, EpochUnit unit)
    {
        var digits = Int128.Abs(number).ToString(CultureInfo.InvariantCulture).Length;
        var seconds = unit == EpochUnit.Seconds || (unit == EpochUnit.ByDigits && digits <= 10);
        return unit == EpochUnit.ByDigits && digits == 11 ? null
            : !seconds ? number
            : number is >= long.MinValue / 1000 and <= long.MaxValue / 1000 ? number * 1000
            : null;
    }
}
