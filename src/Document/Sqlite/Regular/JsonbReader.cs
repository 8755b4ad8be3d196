using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>
/// Reads binary JSON into objects without the text between them: what <see cref="DocumentReader"/> makes of <c>json(document)</c>. Where it does not see at once that the document
/// can be held (a key that comes twice, a number out of range, bytes that SQLite would not write) it gives nothing, and the text is read, which says what is wrong.
/// </summary>
internal static class JsonbReader
{
    /// <summary>The document, which is plain by <see cref="JsonbText.IsPlain(ReadOnlySpan{byte})"/>; null when it is to be read as text.</summary>
    public static JObject? TryRead(ReadOnlySpan<byte> document)
    {
        var root = JsonbElement.Read(document, 0);
        return root.Type == JsonbElement.Object && root.End == document.Length && Object(document, root, 1) is JObject value && !Wrappers.IsWrapper(value) ? value : null;
    }

    /// <summary>A value; null when it is to be read as text.</summary>
    /// <param name="document">The document, plain by <see cref="JsonbText.IsPlain(ReadOnlySpan{byte})"/>.</param>
    /// <param name="element">Where the value is in it.</param>
    /// <param name="depth">How many objects and arrays it is in.</param>
    public static JToken? TryRead(ReadOnlySpan<byte> document, JsonbElement element, int depth) => element.Type switch
    {
        _ when !element.Exists => null,
        JsonbElement.Null => JValue.CreateNull(),
        JsonbElement.True => new JValue(true),
        JsonbElement.False => new JValue(false),
        JsonbElement.Integer or JsonbElement.Float => Number(document[element.Payload..element.End]),
        JsonbElement.Array => Array(document, element, depth + 1),
        JsonbElement.Object => Object(document, element, depth + 1),
        _ => TryReadText(document, element, name: false) is { } text ? new JValue(text) : null,
    };

    /// <summary>A text; null when it is none, or is to be read as text of JSON.</summary>
    /// <param name="document">The document.</param>
    /// <param name="element">Where the text is in it.</param>
    /// <param name="name">Whether it is the name of a field.</param>
    public static string? TryReadText(ReadOnlySpan<byte> document, JsonbElement element, bool name)
    {
        var payload = document[element.Payload..element.End];
        return element.Type switch
        {
            JsonbElement.Text when payload.ContainsAny(JsonbElement.Escaped) => null,
            JsonbElement.Text or JsonbElement.RawText when Utf8.IsValid(payload) => name ? JsonbName.Of(payload) : Encoding.UTF8.GetString(payload),
            JsonbElement.EscapedText => Escaped(payload),
            _ => null,
        };
    }

    private static JToken? Object(ReadOnlySpan<byte> document, JsonbElement element, int depth)
    {
        if (depth > DocumentReader.MaxDepth)
        {
            return null;
        }

        var value = new JObject();
        for (var at = element.Payload; at < element.End;)
        {
            var key = JsonbElement.Read(document, at);
            var field = key.Exists ? JsonbElement.Read(document, key.End) : default;
            if (field.End > element.End || TryReadText(document, key, name: true) is not { } name)
            {
                return null;
            }

            if (Wrappers.IsReserved(name))
            {
                return Wrapper(document, element);
            }

            if (value.ContainsKey(name) || TryRead(document, field, depth) is not { } read)
            {
                return null;
            }

            value.Add(new JProperty(name, read));
            at = field.End;
        }

        return value;
    }

    private static JToken? Wrapper(ReadOnlySpan<byte> document, JsonbElement element)
    {
        try
        {
            return DocumentReader.ReadValue(JsonbText.Of(document, element));
        }
        catch (DataException)
        {
            // The text of the whole document is read, and says where it is.
            return null;
        }
    }

    private static JArray? Array(ReadOnlySpan<byte> document, JsonbElement element, int depth)
    {
        if (depth > DocumentReader.MaxDepth)
        {
            return null;
        }

        var array = new JArray();
        for (var at = element.Payload; at < element.End;)
        {
            var item = JsonbElement.Read(document, at);
            if (item.End > element.End || TryRead(document, item, depth) is not { } read)
            {
                return null;
            }

            array.Add(read);
            at = item.End;
        }

        return array;
    }

    private static JValue? Number(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        try
        {
            return !reader.Read() || reader.TokenType != JsonTokenType.Number || reader.ValueSpan.Length != payload.Length ? null
                : payload.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 ? reader.TryGetDouble(out var real) && double.IsFinite(real) ? new JValue(real) : null
                : reader.TryGetInt32(out var narrow) ? new JValue((object)narrow)
                : reader.TryGetInt64(out var wide) ? new JValue(wide) : null;
        }
        catch (JsonException)
        {
            // The text is read, and says it better.
            return null;
        }
    }

    private static string? Escaped(ReadOnlySpan<byte> payload)
    {
        byte[] quoted = [(byte)'"', .. payload, (byte)'"'];
        var reader = new Utf8JsonReader(quoted);
        try
        {
            return reader.Read() && reader.BytesConsumed == quoted.Length ? reader.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The text is read, and says it better: the second is half of a surrogate pair.
            return null;
        }
    }
}
