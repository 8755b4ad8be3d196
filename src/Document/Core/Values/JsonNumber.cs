namespace DocMigrate.Document.Values;

/// <summary>The number grammar of RFC 8259, section 6.</summary>
internal static class JsonNumber
{
    /// <summary>Whether the whole text is a JSON number; <paramref name="integer"/> when it has neither fraction nor exponent.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text, out bool integer)
    {
        integer = true;
        var at = text.StartsWith("-") ? 1 : 0;
        var digits = Digits(text, at);
        if (digits == 0 || (digits > 1 && text[at] == '0'))
        {
            return false;
        }

        at += digits;
        if (at < text.Length && text[at] == '.')
        {
            integer = false;
            digits = Digits(text, at + 1);
            at += digits + 1;
            if (digits == 0)
            {
                return false;
            }
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            integer = false;
            at += at + 1 < text.Length && text[at + 1] is '+' or '-' ? 2 : 1;
            digits = Digits(text, at);
            at += digits;
            if (digits == 0)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - start;
    }
}
