using System.Buffers;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>Binary JSON as text, where that needs nothing but punctuation: what <c>json(document)</c> gives.</summary>
internal static class JsonbText
{
    /// <summary>Whether a document is well-formed and has nothing that SQLite would write otherwise than it is stored: numbers and texts of JSON5, raw text with what JSON escapes.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> document)
    {
        var root = JsonbElement.Read(document, 0);
        return root.Type == JsonbElement.Object && root.End == document.Length && IsPlain(document, root, 1);
    }

    /// <summary>The text of a document that is plain, in UTF-8.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> document) => Of(document, JsonbElement.Read(document, 0));

    /// <summary>The text of a value in it.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> document, JsonbElement element)
    {
        var text = new ArrayBufferWriter<byte>((element.End - element.Start) * 2);
        Write(document, element, text);
        return text.WrittenSpan;
    }

    private static bool IsPlain(ReadOnlySpan<byte> document, JsonbElement element, int depth)
    {
        switch (element.Type)
        {
            case JsonbElement.Object or JsonbElement.Array when depth > DocumentReader.MaxDepth:
                return false;
            case JsonbElement.Object or JsonbElement.Array:
                var (places, at) = (0, element.Payload);
                for (; at < element.End; places++)
                {
                    var inner = JsonbElement.Read(document, at);
                    if (!inner.Exists || inner.End > element.End || !IsPlain(document, inner, depth + 1)
                        || (element.Type == JsonbElement.Object && places % 2 == 0 && inner.Type is not (JsonbElement.Text or JsonbElement.EscapedText or JsonbElement.RawText)))
                    {
                        return false;
                    }

                    at = inner.End;
                }

                return element.Type == JsonbElement.Array || places % 2 == 0;
            case JsonbElement.RawText:
                return !document[element.Payload..element.End].ContainsAny(JsonbElement.Escaped);
            case JsonbElement.Null or JsonbElement.True or JsonbElement.False:
                return element.Payload == element.End;
            default:
                return element.Type is JsonbElement.Integer or JsonbElement.Float or JsonbElement.Text or JsonbElement.EscapedText;
        }
    }

    private static void Write(ReadOnlySpan<byte> document, JsonbElement element, IBufferWriter<byte> target)
    {
        switch (element.Type)
        {
            case JsonbElement.Object or JsonbElement.Array:
                var isObject = element.Type == JsonbElement.Object;
                target.Write(isObject ? "{"u8 : "["u8);
                var (place, at) = (0, element.Payload);
                for (; at < element.End; place++)
                {
                    var inner = JsonbElement.Read(document, at);
                    target.Write(place == 0 ? ""u8 : isObject && place % 2 == 1 ? ":"u8 : ","u8);
                    Write(document, inner, target);
                    at = inner.End;
                }

                target.Write(isObject ? "}"u8 : "]"u8);
                break;
            case JsonbElement.Null:
                target.Write("null"u8);
                break;
            case JsonbElement.True:
                target.Write("true"u8);
                break;
            case JsonbElement.False:
                target.Write("false"u8);
                break;
            case JsonbElement.Integer or JsonbElement.Float:
                target.Write(document[element.Payload..element.End]);
                break;
            default:
                target.Write("\""u8);
                target.Write(document[element.Payload..element.End]);
                target.Write("\""u8);
                break;
        }
    }
}
