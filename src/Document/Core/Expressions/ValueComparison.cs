using System.Numerics;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>When two values are equal, and which is less. Nothing is rounded: 2^53 and 2^53 + 1 differ, whatever their types.</summary>
internal static class ValueComparison
{
    /// <summary>Whether two values are equal; C# null is a missing one. Inside objects and arrays values must be identical, in any order of keys.</summary>
    public static bool AreEqual(JToken? left, JToken? right) => DocumentEquality.AnyOrder.Same(left, right) || Order(left, right) == 0;

    /// <summary>Which is less; null where the two can't be ordered.</summary>
    public static int? Order(JToken? left, JToken? right)
    {
        if (left is JValue { Value: string a } && right is JValue { Value: string b })
        {
            return CompareText(a, b);
        }

        if (Number(left) is { } x && Number(right) is { } y)
        {
            return CompareNumbers(x, y);
        }

        return left is JObject && right is JObject && DateText.Time(left) is { } first && DateText.Time(right) is { } second ? first.CompareTo(second) : null;
    }

    /// <summary>By code point, which is the order of the bytes in UTF-8. UTF-16 has the halves of pairs below the last of the plain ones.</summary>
    public static int CompareText(string left, string right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if (left[i] != right[i])
            {
                return (char.IsSurrogate(left[i]), char.IsSurrogate(right[i])) switch
                {
                    (true, false) => 1,
                    (false, true) => -1,
                    _ => left[i].CompareTo(right[i]),
                };
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static object? Number(JToken? value) => value switch
    {
        JValue { Value: int number } => (long)number,
        JValue { Value: long number } => number,
        JValue { Value: double number } => double.IsNaN(number) ? null : number,
        JObject => Wrappers.TextOf(value, "$numberDecimal") switch
        {
            null or "NaN" => null,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => DecimalNumber.Parse(text),
        },
        _ => null,
    };

    private static int CompareNumbers(object left, object right)
    {
        if (left is long a && right is long b)
        {
            return a.CompareTo(b);
        }

        if ((left is double x && right is double y) || !IsFinite(left) || !IsFinite(right))
        {
            return AsDouble(left).CompareTo(AsDouble(right)) is var order && AsDouble(left) == AsDouble(right) ? 0 : order;
        }

        var (leftTop, leftBottom) = Fraction(left);
        var (rightTop, rightBottom) = Fraction(right);
        return (leftTop * rightBottom).CompareTo(rightTop * leftBottom);
    }

    private static bool IsFinite(object number) => number is not double value || double.IsFinite(value);

    private static double AsDouble(object number) => number is double value ? value : 0.0;

    /// <summary>A finite number as a quotient of two integers, the second positive.</summary>
    private static (BigInteger Top, BigInteger Bottom) Fraction(object number)
    {
        switch (number)
        {
            case long integer:
                return (integer, BigInteger.One);
            case DecimalNumber { Exponent: >= 0 } value:
                return (value.Digits * BigInteger.Pow(10, value.Exponent), BigInteger.One);
            case DecimalNumber value:
                return (value.Digits, BigInteger.Pow(10, -value.Exponent));
            default:
                var bits = BitConverter.DoubleToInt64Bits((double)number);
                var exponent = (int)((bits >> 52) & 0x7ff);
                var mantissa = bits & 0xfffffffffffff;
                var top = new BigInteger(exponent == 0 ? mantissa : mantissa | (1L << 52)) * (bits < 0 ? -1 : 1);
                var power = Math.Max(exponent, 1) - 1075;
                return power >= 0 ? (top * BigInteger.Pow(2, power), BigInteger.One) : (top, BigInteger.Pow(2, -power));
        }
    }
}
