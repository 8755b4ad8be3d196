using System.Text;

namespace DocMigrate.Document.MongoDb.Authentication;

/// <summary>Brings a password into the one form in which it is compared: SASLprep (RFC 4013), for stored strings, as the server does.</summary>
internal static class SaslPrep
{
    /// <exception cref="FormatException">The password has a character that passwords can't have. The message does not quote it.</exception>
    public static string Prepare(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text.Any(char.IsControl) ? throw new FormatException("it has a control character") : text;
        }

        var tables = SaslPrepTables.Instance;
        var mapped = CodePoints(text)
            .Where(codePoint => !tables.Has("nothing", codePoint))
            .Select(codePoint => tables.Has("space", codePoint) ? ' ' : codePoint);
        var prepared = NormalizationFormKC.Normalize(mapped);
        if (prepared.Any(codePoint => tables.Has("prohibited", codePoint)))
        {
            throw new FormatException("it has a character that SASLprep prohibits");
        }

        // "Stored strings" may not have them: another version of Unicode could normalise them otherwise.
        if (prepared.Any(codePoint => tables.Has("unassigned", codePoint)))
        {
            throw new FormatException("it has a character that is newer than Unicode 3.2, which SASLprep prohibits");
        }

        return prepared.Any(codePoint => tables.Has("rightToLeft", codePoint))
            && (prepared.Any(codePoint => tables.Has("leftToRight", codePoint)) || !tables.Has("rightToLeft", prepared[0]) || !tables.Has("rightToLeft", prepared[^1]))
            ? throw new FormatException("it mixes the directions of writing in a way that SASLprep prohibits")
            : string.Concat(prepared.Select(char.ConvertFromUtf32));
    }

    private static List<int> CodePoints(string text)
    {
        var codePoints = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    throw new FormatException("it has half of a surrogate pair");
                }

                codePoints.Add(char.ConvertToUtf32(text[i], text[++i]));
            }
            else
            {
                codePoints.Add(text[i]);
            }
        }

        return codePoints;
    }
}
