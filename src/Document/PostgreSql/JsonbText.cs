using System.Text.Json;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql;

/// <summary>
/// Writes values so that jsonb keeps them: it holds numbers as decimals, so a double is written in digits without an exponent and with a point, and negative zero
/// as a wrapper. A text with the character U+0000 it can't hold (https://www.postgresql.org/docs/current/datatype-json.html).
/// </summary>
internal static class JsonbText
{
    private static readonly JsonSerializerOptions Recorded = AsRecorded();

    /// <summary>The text to be cast to jsonb.</summary>
    /// <exception cref="DataException">A text in it can't be held.</exception>
    public static string Write(JToken value)
    {
        var text = DocumentWriter.WriteDecimal(value);
        return text.Contains(@"\u0000", StringComparison.Ordinal) && !CanHold(value) ? throw NulCharacter() : text;
    }

    /// <summary>Whether jsonb can hold the value.</summary>
    public static bool CanHold(JToken value) => value switch
    {
        JObject inner => inner.Properties().All(static property => CanHold(property.Name) && CanHold(property.Value)),
        JArray array => array.All(CanHold),
        JValue { Value: string text } => CanHold(text),
        _ => true,
    };

    /// <summary>Whether jsonb can hold the text, as a key or as a value.</summary>
    public static bool CanHold(string text) => !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Whether jsonb can hold every text of an operation, as the ledger has it: values of documents are JSON text in there.</summary>
    public static bool CanHold(ReshapeOperation operation)
    {
        using var recorded = JsonSerializer.SerializeToDocument(operation, operation.GetType(), Recorded);
        return CanHold(recorded.RootElement);
    }

    private static bool CanHold(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(static property => CanHold(property.Name) && CanHold(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(CanHold),
        JsonValueKind.String => element.GetString()! is var text && CanHold(text) && (!text.Contains(@"\u0000", StringComparison.Ordinal) || IsHeldValue(text)),
        _ => true,
    };

    private static JsonSerializerOptions AsRecorded()
    {
        var options = new JsonSerializerOptions();
        foreach (var converter in DocumentStoreKind.Instance.Converters)
        {
            options.Converters.Add(converter);
        }

        return options;
    }

    private static bool IsHeldValue(string text)
    {
        try
        {
            return CanHold(DocumentReader.ReadValue(text));
        }
        catch (DataException)
        {
            // A text that is no value of a document: what looks like the character is six others.
            return true;
        }
    }

    public static DataException NulCharacter() => new(
        PostgresJsonErrors.TextNotHeld,
        "A text has the character U+0000, which jsonb can't hold.",
        "Take the character out of the text: in the operation or in the code that wrote it.");
}
