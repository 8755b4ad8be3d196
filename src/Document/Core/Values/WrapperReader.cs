using System.Globalization;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>Checks wrappers and brings each meaning into one form.</summary>
internal static class WrapperReader
{
    /// <summary>The value that an object with a reserved key stands for; null when it is no valid wrapper.</summary>
    public static JToken? Decode(JObject wrapper)
    {
        if (wrapper.Count == 2)
        {
            return wrapper["$code"] is JValue { Value: string } && wrapper["$scope"] is { } scope && Wrappers.IsSubdocument(scope) ? wrapper : null;
        }

        if (wrapper.Count != 1)
        {
            return null;
        }

        var property = wrapper.Properties().First();
        return (property.Name, property.Value) switch
        {
            ("$numberInt", JValue { Value: string text }) => Integer(text) is >= int.MinValue and <= int.MaxValue and var number
                ? new JValue((object)(int)number)
                : null,
            ("$numberLong", JValue { Value: string text }) => Integer(text) is { } number ? new JValue(number) : null,
            ("$numberDouble", JValue { Value: string text }) => Double(text) is { } number ? new JValue(number) : null,
            ("$numberDecimal", JValue { Value: string text }) => DecimalText.IsDecimal(text) ? wrapper : null,
            ("$oid", JValue { Value: string text }) => ObjectId(text),
            ("$date", var value) => Date(value),
            ("$binary", JObject { Count: 2 } value) => Binary(value),
            ("$uuid", JValue { Value: string text }) => Uuid(text),
            ("$regularExpression", JObject { Count: 2 } value) =>
                value["pattern"] is JValue { Value: string } && value["options"] is JValue { Value: string } ? wrapper : null,
            ("$timestamp", JObject { Count: 2 } value) => IsUInt32(value["t"]) && IsUInt32(value["i"]) ? wrapper : null,
            ("$minKey" or "$maxKey", JValue { Value: 1 }) => wrapper,
            ("$symbol" or "$code", JValue { Value: string }) => wrapper,
            ("$undefined", JValue { Value: true }) => wrapper,
            ("$dbPointer", JObject { Count: 2 } value) => value["$ref"] is JValue { Value: string } && value["$id"] is JObject ? wrapper : null,
            _ => null,
        };
    }

    /// <summary>A date in its one form; null when it is none.</summary>
    public static JObject? Date(JToken value) => value switch
    {
        JValue { Value: string text } => DateText.Wrap(text),
        JValue { Value: int milliseconds } => DateText.FromMilliseconds(milliseconds),
        JValue { Value: long milliseconds } => DateText.FromMilliseconds(milliseconds),
        _ => null,
    };

    /// <summary>An object id with its digits in lower case; null when it is none.</summary>
    public static JObject? ObjectId(string text) =>
        text.Length == 24 && text.All(char.IsAsciiHexDigit) ? Wrappers.Make("$oid", text.ToLowerInvariant()) : null;

    private static long? Integer(string text) =>
        JsonNumber.IsNumber(text, out var integer) && integer && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static double? Double(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => JsonNumber.IsNumber(text, out _) && double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : null,
    };

    private static JObject? Binary(JObject value)
    {
        if (value["base64"] is not JValue { Value: string base64 } || value["subType"] is not JValue { Value: string subType }
            || subType.Length is 0 or > 2 || !subType.All(char.IsAsciiHexDigit))
        {
            return null;
        }

        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Binary(bytes.AsSpan(0, length), subType.ToLowerInvariant().PadLeft(2, '0')) : null;
    }

    private static JObject? Uuid(string text) =>
        Guid.TryParseExact(text, "D", out var guid) ? Binary(guid.ToByteArray(bigEndian: true), "04") : null;

    private static JObject Binary(ReadOnlySpan<byte> bytes, string subType) => new(new JProperty(
        "$binary",
        new JObject(new JProperty("base64", Convert.ToBase64String(bytes)), new JProperty("subType", subType))));

    private static bool IsUInt32(JToken? value) => value switch
    {
        JValue { Value: int number } => number >= 0,
        JValue { Value: long number } => number is >= 0 and <= uint.MaxValue,
        _ => false,
    };
}
