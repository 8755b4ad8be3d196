using System.Buffers.Text;
using System.Text;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>Texts of numbers as people write them, which SQLite and this project read alike.</summary>
internal static class RegularText
{
    /// <summary>One to eight digits, and perhaps a point with one to six more; no sign, no needless zero in front.</summary>
    public static bool IsDecimal(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        return whole.Length is >= 1 and <= 8
            && (whole[0] != '0' || (whole.Length == 1 && !fraction.IsEmpty && fraction[0] != '0'))
            && (point < 0 || fraction.Length is >= 1 and <= 6)
            && whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>Whether a decimal is just as this project prints the number: with a point, and no needless zero at the end.</summary>
    public static bool IsPrinted(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        return point > 0 && (text[^1] != '0' || point == text.Length - 2);
    }

    /// <summary>A decimal as this project prints the number.</summary>
    public static string Print(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        return $"{(point < 0 ? text : text[..point])}.{(fraction.Length == 0 ? "0" : fraction)}";
    }

    /// <summary>An int32 as this project prints it.</summary>
    public static bool IsInt32(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int number, out var used) && used == text.Length
        && text.SequenceEqual(Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
