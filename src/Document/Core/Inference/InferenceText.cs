using System.Globalization;
using System.Text;

namespace DocMigrate.Document.Inference;

/// <summary>Writes values, keys and shares for a person.</summary>
internal static class InferenceText
{
    /// <summary>A text in quotes, on one line whatever is in it.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
                    quoted.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A key as it is, or in quotes where that would not be clear.</summary>
    public static string Key(string key) => key.Length > 0 && key.All(static character => char.IsLetterOrDigit(character) || character is '_' or '-' or '$' or '@') ? key : Quote(key);

    /// <summary>A share in percent: never 0 or 100 unless it is.</summary>
    public static string Percent(double share)
    {
        var text = (share * 100).ToString("0.#", CultureInfo.InvariantCulture);
        return share > 0 && text == "0" ? "<0.1 %" : share < 1 && text == "100" ? ">99.9 %" : text + " %";
    }

    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary><c>1 document</c>, <c>2 documents</c>.</summary>
    public static string Count(long number, string noun, string? plural = null) => $"{Number(number)} {(number == 1 ? noun : plural ?? noun + "s")}";

    /// <summary>A type's name as JSON reports write it.</summary>
    public static string Name(InferredType type) => Camel(type.ToString());

    /// <summary>What texts that look so are, in the plural.</summary>
    public static string Plural(TextPattern pattern) => pattern switch
    {
        TextPattern.Empty => "empty",
        TextPattern.Guid => "GUIDs",
        TextPattern.ObjectId => "object ids",
        TextPattern.DateTime => "ISO points in time",
        TextPattern.Date => "ISO dates",
        TextPattern.Integer => "whole numbers",
        TextPattern.Number => "numbers with a fraction",
        TextPattern.Digits => "digits with a leading zero",
        TextPattern.Hexadecimal => "hexadecimal ids",
        TextPattern.Url => "web addresses",
        TextPattern.Email => "e-mail addresses",
        _ => "other texts",
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
