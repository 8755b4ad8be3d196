using System.Globalization;
using System.Text;
using System.Text.Json;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>
/// Reads JSON by the grammar of RFC 8259 and nothing else, with MongoDB Extended JSON v2 wrappers. What can't be held is an error, never a
/// different value: a duplicate key, an integer beyond 64 bits, a number beyond a double, an object that looks like a wrapper and is none.
/// </summary>
/// <remarks>
/// An integer literal is int32 where that holds it, else int64; one with a fraction or an exponent is a double. <c>$numberInt</c>, <c>$numberLong</c>
/// and <c>$numberDouble</c> become numbers; the other wrappers stay objects, in one form for each meaning (see <c>docs/documents/values.md</c>).
/// </remarks>
public static class DocumentReader
{
    /// <summary>How deep objects and arrays may be nested, the outermost counted.</summary>
    public const int MaxDepth = 255;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth + 2 };

    /// <summary>Reads a document.</summary>
    /// <exception cref="DataException">The text is no JSON object, or has what can't be held; the message says where.</exception>
    public static JObject Read(string text) => Read(Encode(text));

    /// <summary>Reads a document in UTF-8 without a byte order mark.</summary>
    /// <exception cref="DataException">The text is no JSON object, or has what can't be held; the message says where.</exception>
    public static JObject Read(ReadOnlySpan<byte> utf8) => ReadValue(utf8) is JObject value && !Wrappers.IsWrapper(value)
        ? value
        : throw Invalid("it is valid JSON, but not an object");

    /// <summary>Reads a document to the end of a stream in UTF-8.</summary>
    /// <exception cref="DataException">The text is no JSON object, or has what can't be held; the message says where.</exception>
    public static async Task<JObject> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken);
        return Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Reads any value.</summary>
    /// <exception cref="DataException">The text is no JSON, or has what can't be held; the message says where.</exception>
    public static JToken ReadValue(string text) => ReadValue(Encode(text));

    /// <summary>Reads any value in UTF-8 without a byte order mark.</summary>
    /// <exception cref="DataException">The text is no JSON, or has what can't be held; the message says where.</exception>
    public static JToken ReadValue(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var path = new List<string>();
        try
        {
            reader.Read();
            var value = Value(ref reader, path);
            return reader.Read() ? throw Invalid("there is more after the value") : value;
        }
        catch (JsonException error)
        {
            throw Invalid($"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {error.Message.Split(" LineNumber:")[0]}", error);
        }
    }

    private static JToken Value(ref Utf8JsonReader reader, List<string> path)
    {
        if (reader.CurrentDepth >= MaxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            throw new DataException(
                DocumentErrors.TooDeep, $"Objects and arrays are nested more than {MaxDepth} deep.", "Move the inner values to documents of their own.");
        }

        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Object(ref reader, path),
            JsonTokenType.StartArray => Array(ref reader, path),
            JsonTokenType.String => new JValue(Text(ref reader, path)),
            JsonTokenType.Number => Number(ref reader, path),
            JsonTokenType.True => new JValue(true),
            JsonTokenType.False => new JValue(false),
            _ => JValue.CreateNull(),
        };
    }

    private static JToken Object(ref Utf8JsonReader reader, List<string> path)
    {
        var value = new JObject();
        var reserved = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader, path);
            if (value.ContainsKey(key))
            {
                throw new DataException(
                    DocumentErrors.DuplicateKey,
                    $"The object {At(path)} has the key '{key}' twice.",
                    "Decide which value is right and remove the other in the store.");
            }

            reserved |= Wrappers.IsReserved(key);
            path.Add(key);
            reader.Read();
            value.Add(new JProperty(key, Value(ref reader, path)));
            path.RemoveAt(path.Count - 1);
        }

        return !reserved ? value : WrapperReader.Decode(value) ?? throw new DataException(
            DocumentErrors.InvalidWrapper,
            $"The object {At(path)} has the key '{value.Properties().First(static property => Wrappers.IsReserved(property.Name)).Name}' of Extended JSON v2, but is no valid wrapper.",
            "Correct the wrapper, or rename the key: a real object can't have it.");
    }

    private static JArray Array(ref Utf8JsonReader reader, List<string> path)
    {
        var array = new JArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            path.Add(array.Count.ToString(CultureInfo.InvariantCulture));
            array.Add(Value(ref reader, path));
            path.RemoveAt(path.Count - 1);
        }

        return array;
    }

    private static JValue Number(ref Utf8JsonReader reader, List<string> path)
    {
        if (reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            return reader.TryGetInt32(out var narrow) ? new JValue((object)narrow)
                : reader.TryGetInt64(out var wide) ? new JValue(wide)
                : throw OutOfRange(ref reader, path, "an integer of 64 bits");
        }

        return reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? new JValue(number)
            : throw OutOfRange(ref reader, path, "a double");
    }

    private static string Text(ref Utf8JsonReader reader, List<string> path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // Utf8JsonReader throws this for invalid UTF-8 and for an escaped half of a surrogate pair.
            throw InvalidText(At(path), error);
        }
    }

    private static byte[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException error)
        {
            throw InvalidText("of the document", error);
        }
    }

    private static string At(List<string> path) => path.Count == 0 ? "at the top" : $"at {DocumentPath.Of([.. path])}";

    private static DataException OutOfRange(ref Utf8JsonReader reader, List<string> path, string type) => new(
        DocumentErrors.NumberOutOfRange,
        $"The number {Encoding.UTF8.GetString(reader.ValueSpan)} {At(path)} can't be held by {type}.",
        "Store it as a decimal, {\"$numberDecimal\": \"…\"}, or as text.");

    private static DataException InvalidText(string where, Exception error) => new(
        DocumentErrors.InvalidText,
        $"A text {where} is not valid Unicode: it has bytes that are no UTF-8, or half of a surrogate pair.",
        "Correct the text in the store, or in the program that writes it.",
        error);

    private static DataException Invalid(string what, Exception? error = null) =>
        new(DocumentErrors.InvalidJson, $"The text is no JSON document: {what}.", "Correct the text: DocMigrate reads RFC 8259 and nothing beyond it.", error);
}
