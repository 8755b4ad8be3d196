using System.Text;

namespace DocMigrate.Document.Building;

/// <summary>Brings C# source into a form that neither comments nor the way it is laid out change.</summary>
internal static class SourceText
{
    /// <summary>The normalised source of the two ways of a transform.</summary>
    /// <param name="forward">The one.</param>
    /// <param name="reverse">The other; null when there is none.</param>
    public static string? Of(string? forward, string? reverse) => Normalize(reverse is null ? forward : $"{forward}; {reverse}");

    /// <summary>Without comments, with one space where there was white space; text inside quotes stays.</summary>
    public static string? Normalize(string? source)
    {
        if (source is null)
        {
            return null;
        }

        var text = new StringBuilder();
        var at = 0;
        while (at < source.Length)
        {
            var length = Skipped(source, at);
            if (length > 0)
            {
                if (text.Length > 0 && text[^1] != ' ')
                {
                    text.Append(' ');
                }

                at += length;
                continue;
            }

            length = source[at] is '"' or '\'' ? Quoted(source, at) : 1;
            text.Append(source, at, length);
            at += length;
        }

        return text.ToString().TrimEnd();
    }

    private static int Skipped(string source, int at)
    {
        if (char.IsWhiteSpace(source[at]))
        {
            return 1;
        }

        var rest = source.AsSpan(at);
        if (rest.StartsWith("//"))
        {
            return rest.IndexOf('\n') is var end and >= 0 ? end : rest.Length;
        }

        return !rest.StartsWith("/*") ? 0 : rest.IndexOf("*/") is var close and >= 0 ? close + 2 : rest.Length;
    }

    private static int Quoted(string source, int at)
    {
        var quote = source[at];
        var rest = source.AsSpan(at);
        if (rest.StartsWith("\"\"\""))
        {
            var quotes = rest.IndexOfAnyExcept('"') is var first and > 0 ? first : rest.Length;
            var close = rest[quotes..].IndexOf(rest[..quotes]);
            return close < 0 ? rest.Length : quotes + close + quotes;
        }

        var verbatim = quote == '"' && at > 0 && (source[at - 1] == '@' || (source[at - 1] == '$' && at > 1 && source[at - 2] == '@'));
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '\\' && !verbatim)
            {
                i++;
            }
            else if (rest[i] == quote)
            {
                if (!verbatim || i + 1 == rest.Length || rest[i + 1] != quote)
                {
                    return i + 1;
                }

                i++;
            }
        }

        return rest.Length;
    }
}
