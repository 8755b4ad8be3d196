using System.Globalization;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>The conversion table of <c>docs/operations/convertField.md</c>. Exact or not at all: nothing is rounded to an integer, trimmed or guessed.</summary>
internal static class FieldConversion
{
    /// <summary>The value as the type; the value itself when it has the type; null when it can't be converted.</summary>
    /// <param name="value">Not null.</param>
    /// <param name="to">The type.</param>
    /// <param name="rules">What it may do beyond the table.</param>
    /// <param name="reason">Why not, when the result is null.</param>
    public static JToken? Convert(JToken value, FieldType to, ConversionRules rules, out string? reason)
    {
        if (TypeOf(value) == to)
        {
            reason = null;
            return value;
        }

        string? why = null;
        JToken? converted = to switch
        {
            FieldType.String => DateConversion.ToText(value, rules) is { } date ? new JValue(date) : ToText(value),
            FieldType.Int32 => Integer(value, rules) is >= int.MinValue and <= int.MaxValue and var number ? new JValue((object)(int)number) : null,
            FieldType.Int64 => Integer(value, rules) is { } number ? new JValue(number) : null,
            FieldType.Double => (ToDouble(value) ?? DateConversion.ToNumber(value, rules)) is { } number ? new JValue(number) : null,
            FieldType.Decimal => ToDecimal(value) is { } text ? Wrappers.Make("$numberDecimal", text) : null,
            FieldType.Boolean => value is JValue { Value: "true" or "false" } flag ? new JValue((string)flag.Value! == "true") : null,
            FieldType.DateTime => DateConversion.ToDate(value, rules, out why),
            FieldType.ObjectId => value is JValue { Value: string text } ? WrapperReader.ObjectId(text) : null,
            _ => null,
        };
        reason = converted is null ? why ?? $"{value.Describe()} that can't be converted to {to}" : null;
        return converted;
    }

    private static FieldType? TypeOf(JToken value) => value switch
    {
        JValue { Value: string } => FieldType.String,
        JValue { Value: int } => FieldType.Int32,
        JValue { Value: long } => FieldType.Int64,
        JValue { Value: double } => FieldType.Double,
        JValue { Value: bool } => FieldType.Boolean,
        JObject { Count: 1 } wrapper => wrapper.Properties().First().Name switch
        {
            "$numberDecimal" => FieldType.Decimal,
            "$date" => FieldType.DateTime,
            "$oid" => FieldType.ObjectId,
            _ => null,
        },
        _ => null,
    };

    private static JValue? ToText(JToken value)
    {
        var text = value switch
        {
            JValue { Value: int number } => number.ToString(CultureInfo.InvariantCulture),
            JValue { Value: long number } => number.ToString(CultureInfo.InvariantCulture),
            JValue { Value: double number } when double.IsFinite(number) => DocumentWriter.Text(number),
            JValue { Value: bool flag } => flag ? "true" : "false",
            _ => Wrappers.TextOf(value, "$numberDecimal") ?? Wrappers.TextOf(value, "$oid") ?? DateText.Of(value),
        };
        return text is null ? null : new JValue(text);
    }

    private static long? Integer(JToken value, ConversionRules rules) =>
        ToInteger(value) ?? DateConversion.ToNumber(value, rules) ?? (rules.Truncate ? Truncated(value) : null);

    private static long? Truncated(JToken value) => value switch
    {
        JValue { Value: double number } => ToInteger(new JValue(Math.Truncate(number))),
        JObject when Wrappers.TextOf(value, "$numberDecimal") is { } text && DecimalText.IsFinite(text) => DecimalNumber.Parse(text).Truncated,
        _ => null,
    };

    /// <summary>The integer that a number, or a text of digits, is; null when it is none.</summary>
    internal static long? ToInteger(JToken value) => value switch
    {
        JValue { Value: int number } => number,
        JValue { Value: long number } => number,

        // 2^63 itself is a double, and no int64.
        JValue { Value: double number } => double.IsInteger(number) && number is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)number : null,
        JValue { Value: string text } => Integer(text),
        _ => Wrappers.TextOf(value, "$numberDecimal") is { } text ? Integer(WithoutZeroFraction(text)) : null,
    };

    private static long? Integer(string text) =>
        JsonNumber.IsNumber(text, out var integer) && integer && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string WithoutZeroFraction(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && text.AsSpan(point + 1).IndexOfAnyExcept('0') < 0 ? text[..point] : text;
    }

    private static double? ToDouble(JToken value) => value switch
    {
        JValue { Value: int number } => number,

        // Through Int128, for the nearest double of long.MaxValue is one more than it.
        JValue { Value: long number } => (Int128)(double)number == number ? number : null,
        JValue { Value: string text } => Finite(text),
        _ => Wrappers.TextOf(value, "$numberDecimal") is { } text ? Finite(text) : null,
    };

    private static double? Finite(string text) =>
        JsonNumber.IsNumber(text, out _) && double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : null;

    private static string? ToDecimal(JToken value) => value switch
    {
        JValue { Value: int number } => number.ToString(CultureInfo.InvariantCulture),
        JValue { Value: long number } => number.ToString(CultureInfo.InvariantCulture),
        JValue { Value: double number } when double.IsFinite(number) => DocumentWriter.Text(number),
        JValue { Value: string text } when DecimalText.IsFinite(text) => text,
        _ => null,
    };
}
