using System.Globalization;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>
/// Brings what code wrote into a document into the types that documents have. Newtonsoft stores every integer that C# code assigns as a long, so the
/// width is taken from the value that was at the same place, where that was an integer and holds it, else it is the narrowest.
/// </summary>
public static class DocumentNormalizer
{
    /// <summary>A normal copy of a value.</summary>
    /// <param name="value">What code wrote.</param>
    /// <param name="original">What was there before; null when nothing was.</param>
    /// <exception cref="DataException">A value can't be held: of another type, a float that is too wide, a wrapper that is none.</exception>
    public static JToken Normalize(JToken value, JToken? original)
    {
        ArgumentNullException.ThrowIfNull(value);
        switch (value)
        {
            case JObject inner:
                return Object(inner, original as JObject);
            case JArray array:
                var (before, elements) = (original as JArray, new JArray());
                for (var i = 0; i < array.Count; i++)
                {
                    elements.Add(Normalize(array[i], i < before?.Count ? before[i] : null));
                }

                return elements;
            case JValue scalar:
                return Scalar(scalar, original);
            default:
                throw Unsupported($"a {value.Type}");
        }
    }

    /// <summary>The same of a document that is the caller's own: it is given back itself where it is normal already, as most are, so that nothing is copied.</summary>
    internal static JToken NormalizeOwn(JObject value, JToken? original) => IsNormal(value, original) ? value : Normalize(value, original);

    /// <summary>Whether <see cref="Normalize"/> would give the same. Where that is not seen at a glance it is called.</summary>
    private static bool IsNormal(JToken value, JToken? original) => value switch
    {
        JObject inner => IsNormal(inner, original as JObject),
        JArray array => IsNormal(array, original as JArray),
        JValue scalar => scalar.Value switch
        {
            null => scalar.Type == JTokenType.Null,
            string => scalar.Type == JTokenType.String,
            bool => true,
            int => original is not JValue { Value: long },
            long number => number is < int.MinValue or > int.MaxValue || original is JValue { Value: long },
            double number => !double.IsNaN(number),
            _ => false,
        },
        _ => false,
    };

    private static bool IsNormal(JArray array, JArray? original)
    {
        for (var i = 0; i < array.Count; i++)
        {
            if (!IsNormal(array[i], i < original?.Count ? original[i] : null))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNormal(JObject value, JObject? original)
    {
        IList<JToken> fields = value, before = (IList<JToken>?)original ?? [];
        for (var i = 0; i < fields.Count; i++)
        {
            var field = (JProperty)fields[i];
            if (Wrappers.IsReserved(field.Name) || !IsNormal(field.Value, Before(field, i, before, original)?.Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The field of that name before. Most fields stand where they stood.</summary>
    private static JProperty? Before(JProperty field, int place, IList<JToken> before, JObject? original) =>
        place < before.Count && before[place] is JProperty same && same.Name == field.Name ? same : original?.Property(field.Name, StringComparison.Ordinal);

    private static JToken Object(JObject value, JObject? original)
    {
        IList<JToken> fields = value, before = (IList<JToken>?)original ?? [];
        var (copy, reserved) = (new JObject(), false);
        for (var i = 0; i < fields.Count; i++)
        {
            var field = (JProperty)fields[i];
            copy.Add(new JProperty(field.Name, Normalize(field.Value, Before(field, i, before, original)?.Value)));
            reserved |= Wrappers.IsReserved(field.Name);
        }

        return !reserved ? copy : WrapperReader.Decode(copy) ?? throw Unsupported("an object that looks like an Extended JSON wrapper and is none");
    }

    private static JToken Scalar(JValue scalar, JToken? original) => scalar.Value switch
    {
        null when scalar.Type == JTokenType.Null => JValue.CreateNull(),
        string text when scalar.Type == JTokenType.String => new JValue(text),
        bool flag => new JValue(flag),
        int number => Integer(number, original ?? scalar),
        long number => Integer(number, original),
        byte or sbyte or short or ushort or uint => Integer(Convert.ToInt64(scalar.Value, CultureInfo.InvariantCulture), original),
        double number => new JValue(double.IsNaN(number) ? double.NaN : number),
        float number => new JValue((double)number),
        decimal number => Wrappers.Make("$numberDecimal", number.ToString(CultureInfo.InvariantCulture)),
        DateTime { Kind: not DateTimeKind.Unspecified } date => Date(date),
        DateTimeOffset date => Date(date),
        Guid guid => new JValue(guid.ToString("D")),
        TimeSpan span => new JValue(span.ToString("c", CultureInfo.InvariantCulture)),
        Uri uri => new JValue(uri.OriginalString),
        byte[] bytes => new JObject(new JProperty(
            "$binary", new JObject(new JProperty("base64", Convert.ToBase64String(bytes)), new JProperty("subType", "00")))),
        DateTime => throw Unsupported("a DateTime whose kind is not stated"),
        var other => throw Unsupported($"a {other?.GetType().Name ?? scalar.Type.ToString()}"),
    };

    private static JValue Integer(long number, JToken? original) =>
        original is JValue { Value: long } || number is < int.MinValue or > int.MaxValue ? new JValue(number) : new JValue((object)(int)number);

    private static JObject Date(DateTimeOffset date) => DateText.IsExact(date)
        ? DateText.FromMilliseconds(date.ToUnixTimeMilliseconds())
        : Wrappers.Make("$date", date.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    private static DataException Unsupported(string what) => new(
        DocumentErrors.UnsupportedValue,
        $"The code wrote {what}, which a document can't hold.",
        "Write int, long, double, decimal, bool, string, null, objects, arrays or Extended JSON wrappers.");
}
