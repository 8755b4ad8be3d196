using System.Globalization;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>
/// IEEE 754-2008 decimals of 128 bits in their binary integer encoding, to and from text by the rules of the BSON specification. Nothing is rounded.
/// </summary>
internal static class Decimal128
{
    private const int Bias = 6176;
    private const int MaxExponent = 6111;
    private const ulong SignBit = 1UL << 63;
    private const ulong InfinityBits = 0x7800_0000_0000_0000;
    private const ulong NanBits = 0x7C00_0000_0000_0000;
    private const ulong CoefficientBits = 0x0001_FFFF_FFFF_FFFF;

    private static readonly UInt128 MaxCoefficient = UInt128.Parse("9999999999999999999999999999999999", CultureInfo.InvariantCulture);

    /// <summary>The text; <paramref name="exact"/> is whether the text gives the same bits back.</summary>
    public static string ToText(ulong high, ulong low, out bool exact)
    {
        var sign = (high & SignBit) != 0 ? "-" : "";
        exact = true;
        if ((high & InfinityBits) == InfinityBits)
        {
            var nan = (high & NanBits) == NanBits;
            exact = low == 0 && (high & ~SignBit) == (nan ? NanBits : InfinityBits) && !(nan && sign.Length > 0);
            return nan ? "NaN" : sign + "Infinity";
        }

        // With both leading bits of the combination set, the coefficient would exceed 34 digits: such an encoding stands for zero.
        var large = (high & 0x6000_0000_0000_0000) == 0x6000_0000_0000_0000;
        var exponent = (int)((high >> (large ? 47 : 49)) & 0x3FFF) - Bias;
        var coefficient = large ? UInt128.Zero : new UInt128(high & CoefficientBits, low);
        if (large || coefficient > MaxCoefficient)
        {
            exact = false;
            coefficient = UInt128.Zero;
        }

        return sign + Format(coefficient.ToString(CultureInfo.InvariantCulture), exponent);
    }

    /// <summary>The bits of a text that <see cref="Values.DecimalText.IsDecimal"/> accepts; false for any other text.</summary>
    public static bool TryParse(string text, out ulong high, out ulong low)
    {
        (high, low) = text switch { "NaN" => (NanBits, 0UL), "Infinity" => (InfinityBits, 0UL), "-Infinity" => (SignBit | InfinityBits, 0UL), _ => (0UL, 0UL) };
        if (high != 0)
        {
            return true;
        }

        if (!Values.DecimalText.IsFinite(text))
        {
            return false;
        }

        var end = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        var exponent = end < 0 ? 0 : int.Parse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var coefficient = UInt128.Zero;
        var fraction = false;
        foreach (var character in mantissa)
        {
            if (character == '.')
            {
                fraction = true;
            }
            else if (character != '-')
            {
                coefficient = (coefficient * 10) + (uint)(character - '0');
                exponent -= fraction ? 1 : 0;
            }
        }

        high = (ulong)(coefficient >> 64) | ((ulong)(exponent + Bias) << 49) | (text[0] == '-' ? SignBit : 0);
        low = (ulong)(coefficient & ulong.MaxValue);
        return exponent is >= -Bias and <= MaxExponent && coefficient <= MaxCoefficient;
    }

    private static string Format(string digits, int exponent)
    {
        var adjusted = exponent + digits.Length - 1;
        if (exponent > 0 || adjusted < -6)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits.AsSpan(1)}";
            return string.Create(CultureInfo.InvariantCulture, $"{mantissa}E{(adjusted < 0 ? "" : "+")}{adjusted}");
        }

        return exponent == 0 ? digits
            : digits.Length > -exponent ? digits.Insert(digits.Length + exponent, ".")
            : string.Concat("0.", new string('0', -exponent - digits.Length), digits);
    }
}
