namespace DocMigrate.Document.Values;

/// <summary>The text of decimal numbers. Nothing is ever rounded: a text that 34 digits can't hold is no decimal.</summary>
internal static class DecimalText
{
    /// <summary>Whether a decimal of 128 bits holds it exactly: a JSON number of at most 34 significant digits, <c>NaN</c> or an infinity. A plus sign may lead an exponent only.</summary>
    public static bool IsDecimal(string text) => text is "NaN" or "Infinity" or "-Infinity" || IsFinite(text);

    /// <summary>The same without <c>NaN</c> and infinities.</summary>
    public static bool IsFinite(string text)
    {
        if (!JsonNumber.IsNumber(text, out _))
        {
            return false;
        }

        var end = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = end < 0 ? text : text[..end];
        var fraction = mantissa.IndexOf('.', StringComparison.Ordinal) is var point and >= 0 ? mantissa.Length - point - 1 : 0;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0').Length;

        // The exponent of the last digit, IEEE 754-2008: -6176 to 6111.
        var exponent = end < 0 ? 0 : int.TryParse(text.AsSpan(end + 1), out var stated) ? stated : int.MaxValue;
        return digits <= 34 && exponent != int.MaxValue && exponent - (long)fraction is >= -6176 and <= 6111;
    }
}
