using System.Globalization;
using System.Text;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>
/// Writes the store form: compact JSON that <see cref="DocumentReader"/> reads back as the identical value. An int32 is plain digits; an int64 too where an
/// int32 can't hold it, else <c>{"$numberLong":"5"}</c>; a double has a point or an exponent, or is <c>{"$numberDouble":"NaN"}</c>.
/// </summary>
public static class DocumentWriter
{
    /// <summary>The store form as text.</summary>
    /// <exception cref="DataException">A value has a type that documents do not have, or text is not valid Unicode.</exception>
    public static string Write(JToken value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder();
        Append(text, value, Text);
        return text.ToString();
    }

    /// <summary>
    /// The same for a store that holds numbers as decimals: a finite double in digits without an exponent, and with a point, so that it stays a double there;
    /// negative zero, which decimals lack, as <c>{"$numberDouble":"-0.0"}</c>. <see cref="DocumentReader"/> reads it back as the identical value.
    /// </summary>
    /// <exception cref="DataException">A value has a type that documents do not have, or text is not valid Unicode.</exception>
    public static string WriteDecimal(JToken value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder();
        Append(text, value, DecimalForm);
        return text.ToString();
    }

    /// <summary>The store form in UTF-8.</summary>
    /// <exception cref="DataException">A value has a type that documents do not have, or text is not valid Unicode.</exception>
    public static byte[] WriteUtf8(JToken value) => Encoding.UTF8.GetBytes(Write(value));

    /// <summary>The digits of a finite double: the fewest that read back as the same bits, with a point or an exponent.</summary>
    internal static string Text(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }

    private static string DecimalForm(double value)
    {
        if (value == 0)
        {
            return double.IsNegative(value) ? """{"$numberDouble":"-0.0"}""" : "0.0";
        }

        var text = Text(value);
        var at = text.IndexOf('E', StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        // One digit before the point, by the form of a double with an exponent.
        var sign = text[0] == '-' ? "-" : "";
        var digits = text[sign.Length..at].Replace(".", "", StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture);
        return exponent < 0
            ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : $"{sign}{digits.PadRight(exponent + 1, '0').Insert(exponent + 1, ".")}{(digits.Length > exponent + 1 ? "" : "0")}";
    }

    private static void Append(StringBuilder text, JToken value, Func<double, string> form)
    {
        switch (value)
        {
            case JObject inner:
                text.Append('{');
                foreach (var property in inner.Properties())
                {
                    if (text[^1] != '{')
                    {
                        text.Append(',');
                    }

                    Append(text, property.Name);
                    text.Append(':');
                    Append(text, property.Value, form);
                }

                text.Append('}');
                break;
            case JArray array:
                text.Append('[');
                for (var i = 0; i < array.Count; i++)
                {
                    Append(i > 0 ? text.Append(',') : text, array[i], form);
                }

                text.Append(']');
                break;
            case JValue scalar:
                Append(text, scalar, form);
                break;
            default:
                throw Unsupported(value.Type.ToString());
        }
    }

    private static void Append(StringBuilder text, JValue scalar, Func<double, string> form)
    {
        switch (scalar.Value)
        {
            case null when scalar.Type == JTokenType.Null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case int number:
                text.Append(CultureInfo.InvariantCulture, $"{number}");
                break;
            case long number and >= int.MinValue and <= int.MaxValue:
                text.Append(CultureInfo.InvariantCulture, $"{{\"$numberLong\":\"{number}\"}}");
                break;
            case long number:
                text.Append(CultureInfo.InvariantCulture, $"{number}");
                break;
            case double number when double.IsFinite(number):
                text.Append(form(number));
                break;
            case double number:
                text.Append(CultureInfo.InvariantCulture, $"{{\"$numberDouble\":\"{number}\"}}");
                break;
            case string characters when scalar.Type == JTokenType.String:
                Append(text, characters);
                break;
            default:
                throw Unsupported(scalar.Value?.GetType().Name ?? scalar.Type.ToString());
        }
    }

    private static void Append(StringBuilder text, string characters)
    {
        text.Append('"');
        for (var i = 0; i < characters.Length; i++)
        {
            var character = characters[i];
            if (char.IsSurrogate(character))
            {
                if (i + 1 == characters.Length || !char.IsSurrogatePair(character, characters[i + 1]))
                {
                    throw new DataException(
                        DocumentErrors.InvalidText, "A text has half of a surrogate pair, which no store can hold.", "Correct the text in the code that wrote it.");
                }

                text.Append(character).Append(characters[++i]);
                continue;
            }

            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }

    private static DataException Unsupported(string type) => new(
        DocumentErrors.UnsupportedValue,
        $"A document has a value of type {type}, which a document can't hold.",
        "Write int, long, double, bool, string, null, objects, arrays or Extended JSON wrappers.");
}
