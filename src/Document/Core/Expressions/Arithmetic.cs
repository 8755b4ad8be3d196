using System.Numerics;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>The arithmetic of documents: exact or not at all for integers and decimals, IEEE 754 for doubles.</summary>
internal static class Arithmetic
{
    public static ExpressionResult Compute(JToken left, ArithmeticOperator how, JToken right)
    {
        if (TypeOf(left) is not { } a || TypeOf(right) is not { } b)
        {
            return ExpressionResult.Fail($"{(TypeOf(left) is null ? left : right).Describe()} is no number to compute with");
        }

        if (a < NumberType.Double && b < NumberType.Double)
        {
            return Integers(Integer(left), how, Integer(right), a > b ? a : b);
        }

        if (a != NumberType.Double && b != NumberType.Double)
        {
            return Decimals(Decimal(left), how, Decimal(right));
        }

        if (a == NumberType.Decimal || b == NumberType.Decimal)
        {
            return ExpressionResult.Fail("a double and a decimal can't be computed with: convert one of them");
        }

        return ToDouble(left) is { } x && ToDouble(right) is { } y
            ? Doubles(x, how, y)
            : ExpressionResult.Fail("an int64 that a double can't hold is computed with a double");
    }

    private static NumberType? TypeOf(JToken value) => value switch
    {
        JValue { Value: int } => NumberType.Int32,
        JValue { Value: long } => NumberType.Int64,
        JValue { Value: double } => NumberType.Double,
        _ => Wrappers.TextOf(value, "$numberDecimal") is { } text && DecimalText.IsFinite(text) ? NumberType.Decimal : null,
    };

    private static long Integer(JToken value) => ((JValue)value).Value is int narrow ? narrow : (long)((JValue)value).Value!;

    private static DecimalNumber Decimal(JToken value) =>
        value is JValue ? new DecimalNumber(Integer(value), 0) : DecimalNumber.Parse(Wrappers.TextOf(value, "$numberDecimal")!);

    private static double? ToDouble(JToken value) => ((JValue)value).Value switch
    {
        double number => number,
        int number => number,
        long number => (Int128)(double)number == number ? number : null,
        _ => null,
    };

    private static ExpressionResult Integers(Int128 a, ArithmeticOperator how, Int128 b, NumberType type)
    {
        if (how == ArithmeticOperator.Divide && (b == 0 || a % b != 0))
        {
            return ExpressionResult.Fail(b == 0 ? "it is divided by zero" : "a quotient of integers has a remainder: convert to a double or a decimal before");
        }

        // Two int64 never overflow an Int128.
        var result = how switch
        {
            ArithmeticOperator.Add => a + b,
            ArithmeticOperator.Subtract => a - b,
            ArithmeticOperator.Multiply => a * b,
            _ => a / b,
        };
        return type == NumberType.Int32
            ? result >= int.MinValue && result <= int.MaxValue ? ExpressionResult.Of(new JValue((object)(int)result)) : ExpressionResult.Fail("the result is beyond int32")
            : result >= long.MinValue && result <= long.MaxValue ? ExpressionResult.Of(new JValue((long)result)) : ExpressionResult.Fail("the result is beyond int64");
    }

    private static ExpressionResult Doubles(double a, ArithmeticOperator how, double b)
    {
        var result = how switch
        {
            ArithmeticOperator.Add => a + b,
            ArithmeticOperator.Subtract => a - b,
            ArithmeticOperator.Multiply => a * b,
            _ => a / b,
        };
        return double.IsFinite(result) ? ExpressionResult.Of(new JValue(result)) : ExpressionResult.Fail("the result is no finite double");
    }

    private static ExpressionResult Decimals(DecimalNumber a, ArithmeticOperator how, DecimalNumber b)
    {
        if (how == ArithmeticOperator.Divide && b.Digits == BigInteger.Zero)
        {
            return ExpressionResult.Fail("it is divided by zero");
        }

        var result = how switch
        {
            ArithmeticOperator.Add => a.Plus(b),
            ArithmeticOperator.Subtract => a.Plus(b with { Digits = -b.Digits }),
            ArithmeticOperator.Multiply => new DecimalNumber(a.Digits * b.Digits, a.Exponent + b.Exponent),
            _ => a.DividedBy(b),
        };
        return result?.ToString() is { } text && DecimalText.IsFinite(text)
            ? ExpressionResult.Of(Wrappers.Make("$numberDecimal", text))
            : ExpressionResult.Fail("the result is no decimal of 34 digits");
    }
}
