using System.Globalization;
using System.Numerics;

namespace DocMigrate.Document.Expressions;

/// <summary>A decimal without limits: <c>Digits × 10^Exponent</c>. The exponent of a result is the one that IEEE 754 prefers, so that <c>1.50 + 1</c> is <c>2.50</c>.</summary>
internal sealed record DecimalNumber(BigInteger Digits, int Exponent)
{
    private const int MostDigits = 34;

    /// <summary>Reads a JSON number.</summary>
    public static DecimalNumber Parse(string text)
    {
        var end = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = end < 0 ? text : text[..end];
        var exponent = end < 0 ? 0 : int.Parse(text.AsSpan(end + 1), CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        return new DecimalNumber(
            BigInteger.Parse(digits, CultureInfo.InvariantCulture), exponent - (point < 0 ? 0 : mantissa.Length - point - 1));
    }

    /// <summary>The integer towards zero; null when it is beyond int64.</summary>
    public long? Truncated
    {
        get
        {
            var whole = Exponent > 19 && !Digits.IsZero ? null : (BigInteger?)(Exponent >= 0 ? Digits * BigInteger.Pow(10, Math.Min(Exponent, 19)) : Digits / BigInteger.Pow(10, -Exponent));
            return whole is { } value && value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
        }
    }

    public DecimalNumber Plus(DecimalNumber other)
    {
        var exponent = Math.Min(Exponent, other.Exponent);
        return new DecimalNumber(At(exponent) + other.At(exponent), exponent);
    }

    /// <summary>The quotient; null when no decimal of 34 digits is just it.</summary>
    public DecimalNumber? DividedBy(DecimalNumber other)
    {
        var preferred = Exponent - other.Exponent;

        // A quotient that ends does so within as many digits as the divisor has bits.
        var more = MostDigits + (int)BigInteger.Abs(other.Digits).GetBitLength();
        var scaled = Digits * BigInteger.Pow(10, more);
        var quotient = BigInteger.DivRem(scaled, other.Digits, out var remainder);
        if (!remainder.IsZero)
        {
            return null;
        }

        var exponent = preferred - more;
        while (exponent < preferred && (quotient % 10).IsZero)
        {
            (quotient, exponent) = (quotient / 10, exponent + 1);
        }

        return new DecimalNumber(quotient, exponent);
    }

    /// <summary>Plain digits where the exponent is not positive and the number not tiny, else with an exponent: as IEEE 754 writes decimals.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture);
        var sign = Digits.Sign < 0 ? "-" : "";
        var adjusted = Exponent + digits.Length - 1;
        if (Exponent <= 0 && adjusted >= -6)
        {
            return Exponent == 0 ? sign + digits
                : digits.Length > -Exponent ? $"{sign}{digits[..^-Exponent]}.{digits[^-Exponent..]}"
                : $"{sign}0.{digits.PadLeft(-Exponent, '0')}";
        }

        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return $"{sign}{digits[0]}{fraction}E{(adjusted < 0 ? "-" : "+")}{Math.Abs(adjusted).ToString(CultureInfo.InvariantCulture)}";
    }

    private BigInteger At(int exponent) => Digits.IsZero ? Digits : Digits * BigInteger.Pow(10, Exponent - exponent);
}
