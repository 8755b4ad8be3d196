using System.Globalization;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>Dates as Extended JSON v2 has them: ISO 8601 in UTC for the years 1970 to 9999, else milliseconds since 1970.</summary>
internal static class DateText
{
    private const long FirstMillisecond = -62135596800000;
    private const long LastMillisecond = 253402300799999;

    private static readonly string[] Formats =
        [.. Enumerable.Range(0, 8).Select(static digits => $"yyyy-MM-dd'T'HH:mm:ss{(digits > 0 ? "." + new string('f', digits) : "")}zzz")];

    /// <summary>The wrapper in its one form. A date that is finer than a millisecond keeps its text. Null when the text is no date with an offset.</summary>
    public static JObject? Wrap(string text) => Parse(text) is not { } date ? null
        : IsExact(date) ? FromMilliseconds(date.ToUnixTimeMilliseconds())
        : Wrappers.Make("$date", text);

    /// <summary>Whether it is a whole number of milliseconds.</summary>
    public static bool IsExact(DateTimeOffset date) => date.Ticks % TimeSpan.TicksPerMillisecond == 0;

    /// <summary>A date, if the text is ISO 8601 with an offset or Z; else null. What is finer than 100 nanoseconds makes it none.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        var zoned = text.EndsWith('Z') ? text[..^1] + "+00:00"
            : text.Length > 5 && text[^5] is '+' or '-' ? text.Insert(text.Length - 2, ":") : text;
        return DateTimeOffset.TryParseExact(zoned, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    /// <summary>The text of a date wrapper, for the years 1 to 9999; null for other dates, and for what is no date.</summary>
    public static string? Of(JToken value)
    {
        if (value is not JObject { Count: 1 } wrapper || wrapper.Property("$date", StringComparison.Ordinal)?.Value is not { } date)
        {
            return null;
        }

        return date is JValue { Value: string text } ? text
            : Wrappers.TextOf(date, "$numberLong") is { } digits
                && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
                && milliseconds is >= FirstMillisecond and <= LastMillisecond
            ? Format(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;
    }

    /// <summary>The time of a date wrapper, in ticks since 1970; null for what is no date.</summary>
    public static Int128? Time(JToken value)
    {
        if (value is not JObject { Count: 1 } wrapper || wrapper.Property("$date", StringComparison.Ordinal)?.Value is not { } date)
        {
            return null;
        }

        return date is JValue { Value: string text } ? Parse(text) is { } time ? time.UtcTicks - DateTime.UnixEpoch.Ticks : null
            : Wrappers.TextOf(date, "$numberLong") is { } digits && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            ? (Int128)milliseconds * TimeSpan.TicksPerMillisecond
            : null;
    }

    public static JObject FromMilliseconds(long milliseconds) => milliseconds is >= 0 and <= LastMillisecond
        ? Wrappers.Make("$date", Format(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)))
        : new JObject(new JProperty("$date", Wrappers.Make("$numberLong", milliseconds.ToString(CultureInfo.InvariantCulture))));

    // The runtime writes its own form "O" without interpreting a pattern, and ours is a part of it: up to the seconds, or to the third decimal.
    private static string Format(DateTimeOffset date)
    {
        Span<char> text = stackalloc char[28];
        date.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        var end = date.Ticks % TimeSpan.TicksPerSecond == 0 ? 19 : 23;
        text[end] = 'Z';
        return new string(text[..(end + 1)]);
    }
}
