using System.Globalization;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Inference;

/// <summary>Recognises what texts and keys look like.</summary>
internal static class TextPatterns
{
    private const int LongestLooked = 100;
    private const int ShortestHexadecimal = 16;

    public static TextPattern Of(string text) => text switch
    {
        "" => TextPattern.Empty,
        { Length: > LongestLooked } => IsUrl(text) ? TextPattern.Url : TextPattern.Other,
        { Length: 36 } when Guid.TryParseExact(text, "D", out _) => TextPattern.Guid,
        _ when char.IsAsciiDigit(text[0]) || text[0] == '-' => OfNumeric(text),
        _ when IsHexadecimal(text) => text.Length == 24 ? TextPattern.ObjectId : TextPattern.Hexadecimal,
        _ when IsUrl(text) => TextPattern.Url,
        _ when IsEmail(text) => TextPattern.Email,
        _ => TextPattern.Other,
    };

    /// <summary>Whether keys that look so come from data, and not from a programmer.</summary>
    public static bool IsData(TextPattern pattern) => IsId(pattern)
        || pattern is TextPattern.DateTime or TextPattern.Date or TextPattern.Integer or TextPattern.Digits or TextPattern.Number or TextPattern.Url or TextPattern.Email;

    /// <summary>Whether nothing but a generated id looks so.</summary>
    public static bool IsId(TextPattern pattern) => pattern is TextPattern.Guid or TextPattern.ObjectId or TextPattern.Hexadecimal;

    private static TextPattern OfNumeric(string text)
    {
        if (JsonNumber.IsNumber(text, out var integer))
        {
            return integer ? TextPattern.Integer : TextPattern.Number;
        }

        if (text.All(char.IsAsciiDigit))
        {
            return TextPattern.Digits;
        }

        if (IsHexadecimal(text))
        {
            return text.Length == 24 ? TextPattern.ObjectId : TextPattern.Hexadecimal;
        }

        return IsDate(text, "yyyy-MM-dd") || IsDate(text, "yyyy-MM") ? TextPattern.Date
            : text.Length > 10 && IsDate(text[..10], "yyyy-MM-dd") && text[10] is 'T' or ' ' && char.IsAsciiDigit(text[^1]) | text[^1] == 'Z' ? TextPattern.DateTime
            : IsEmail(text) ? TextPattern.Email
            : TextPattern.Other;
    }

    // An identifier of a programmer's may be all of letters that are hexadecimal digits, but hardly with digits among them.
    private static bool IsHexadecimal(string text) =>
        text.Length >= ShortestHexadecimal && text.All(char.IsAsciiHexDigit) && text.Any(char.IsAsciiDigit);

    private static bool IsDate(string text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsUrl(string text) =>
        (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) && !text.Contains(' ', StringComparison.Ordinal);

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && text.IndexOf('.', at) > at + 1 && text[^1] != '.' && !text.Any(char.IsWhiteSpace);
    }
}
