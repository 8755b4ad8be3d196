using System.Globalization;
using System.Text.Json;
using DocMigrate.CodeGeneration;
using DocMigrate.Models;

namespace DocMigrate.Sql.Values;

/// <summary>A column's default as invariant text: the one form in which it is kept, compared and serialised.</summary>
internal static class SqlText
{
    private static readonly string[] DateTimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    /// <summary>The text of a CLR value for a column of that type; null when it does not fit.</summary>
    public static string? Of(ScalarKind kind, object value) => value switch
    {
        string text => OfText(kind, text),
        char character => OfText(kind, character.ToString()),
        bool boolean => kind == ScalarKind.Boolean ? (boolean ? "true" : "false") : null,
        double number => OfDouble(kind, number),
        float number => OfDouble(kind, double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        decimal number => OfText(kind, number.ToString(CultureInfo.InvariantCulture)),
        byte[] bytes => kind == ScalarKind.Binary ? Convert.ToHexString(bytes) : null,
        DateTime time => OfText(kind, time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        DateTimeOffset time => kind == ScalarKind.DateTime ? Text(time) : null,
        DateOnly date => OfText(kind, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        TimeOnly time => OfText(kind, time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        TimeSpan time => OfText(kind, time.ToString("c", CultureInfo.InvariantCulture)),
        Guid guid => OfText(kind, guid.ToString("D")),
        Enum member => kind == ScalarKind.String ? member.ToString() : OfText(kind, member.ToString("D")),
        IFormattable integer => OfText(kind, integer.ToString(null, CultureInfo.InvariantCulture)),
        _ => null,
    };

    /// <summary>The text of a JSON value for a column of that type; null when it does not fit or is no JSON.</summary>
    public static string? OfJson(ScalarKind kind, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var value = document.RootElement;
            return value.ValueKind switch
            {
                JsonValueKind.String => kind is ScalarKind.Boolean or ScalarKind.Int32 or ScalarKind.Int64 or ScalarKind.Double
                    ? null
                    : OfText(kind, value.GetString()!),
                JsonValueKind.True or JsonValueKind.False => kind == ScalarKind.Boolean ? value.GetRawText() : null,
                JsonValueKind.Number => kind is ScalarKind.Int32 or ScalarKind.Int64 or ScalarKind.Double or ScalarKind.Decimal
                    ? OfText(kind, value.GetRawText())
                    : null,
                _ => null,
            };
        }
        catch (JsonException)
        {
            // The question is only whether the answer fits; the caller's error quotes it.
            return null;
        }
    }

    /// <summary>The C# literal that <c>Default</c> takes for it.</summary>
    public static string ToCSharp(ScalarKind kind, string text) => kind switch
    {
        ScalarKind.Boolean or ScalarKind.Int32 or ScalarKind.Int64 => text,
        ScalarKind.Double => text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text,
        ScalarKind.Decimal => text + "m",
        _ => CSharpLiteral.Of(text),
    };

    private static string? OfText(ScalarKind kind, string text)
    {
        var invariant = CultureInfo.InvariantCulture;
        return kind switch
        {
            ScalarKind.String => text,
            ScalarKind.Boolean => text is "true" or "false" ? text : null,
            ScalarKind.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var number) ? number.ToString(invariant) : null,
            ScalarKind.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var number) ? number.ToString(invariant) : null,
            ScalarKind.Double => double.TryParse(text, NumberStyles.Float, invariant, out var number) ? OfDouble(kind, number) : null,
            ScalarKind.Decimal => decimal.TryParse(text, NumberStyles.Float, invariant, out var number) ? number.ToString(invariant) : null,
            ScalarKind.DateTime => OfTime(text),
            ScalarKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", invariant, DateTimeStyles.None, out _) ? text : null,
            ScalarKind.Time => TimeSpan.TryParse(text, invariant, out var time) ? time.ToString("c", invariant) : null,
            ScalarKind.Guid => Guid.TryParse(text, out var guid) ? guid.ToString("D") : null,
            ScalarKind.Binary => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? text.ToUpperInvariant() : null,
            _ => null,
        };
    }

    private static string? OfDouble(ScalarKind kind, double number) =>
        kind == ScalarKind.Double && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : null;

    private static string? OfTime(string text)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (DateTime.TryParseExact(text, DateTimeFormats, invariant, DateTimeStyles.None, out var local))
        {
            return local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", invariant);
        }

        return DateTimeOffset.TryParse(text, invariant, DateTimeStyles.RoundtripKind, out var time) ? Text(time) : null;
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}
