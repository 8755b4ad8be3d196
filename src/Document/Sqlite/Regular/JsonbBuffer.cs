using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>Collects binary JSON. Not thread-safe; used for one document after the other.</summary>
internal sealed class JsonbBuffer
{
    /// <summary>The longest header: a byte, and a size of eight.</summary>
    private const int LongestHeader = 9;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>JSON text in binary.</summary>
    public static byte[] Encode(string json)
    {
        var buffer = new JsonbBuffer();
        buffer.AppendJson(json);
        return buffer.Bytes.ToArray();
    }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>An element with a payload.</summary>
    public void Append(int type, ReadOnlySpan<byte> payload)
    {
        Ensure(LongestHeader);
        _length += WriteHeader(_bytes.AsSpan(_length), type, payload.Length);
        Append(payload);
    }

    /// <summary>Any value as JSON text.</summary>
    public void AppendJson(string json)
    {
        if (json[0] != '"')
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1024 });
            Append(document.RootElement);
            return;
        }

        // Most values are texts, and a text need not be parsed.
        var begin = Begin();
        var text = json.AsSpan(1, json.Length - 2);
        Ensure(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
        End(begin, text.Contains('\\') ? JsonbElement.EscapedText : JsonbElement.Text);
    }

    /// <summary>Begins an element whose payload is appended next.</summary>
    /// <returns>What <see cref="End"/> is given.</returns>
    public int Begin()
    {
        Ensure(LongestHeader);
        _length += LongestHeader;
        return _length;
    }

    /// <summary>Ends an element, now that its size is known.</summary>
    public void End(int begin, int type)
    {
        var payload = _bytes.AsSpan(begin, _length - begin);
        var start = begin - LongestHeader;
        Span<byte> header = stackalloc byte[LongestHeader];
        var size = WriteHeader(header, type, payload.Length);
        payload.CopyTo(_bytes.AsSpan(start + size));
        header[..size].CopyTo(_bytes.AsSpan(start));
        _length = start + size + payload.Length;
    }

    private void Append(System.Text.Json.JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var inside = Begin();
                foreach (var property in value.EnumerateObject())
                {
                    AppendText(JsonSerializer.SerializeToUtf8Bytes(property.Name, Plain));
                    Append(property.Value);
                }

                End(inside, JsonbElement.Object);
                break;
            case JsonValueKind.Array:
                var elements = Begin();
                foreach (var element in value.EnumerateArray())
                {
                    Append(element);
                }

                End(elements, JsonbElement.Array);
                break;
            case JsonValueKind.String:
                AppendText(Encoding.UTF8.GetBytes(value.GetRawText()));
                break;
            case JsonValueKind.Number:
                var digits = Encoding.ASCII.GetBytes(value.GetRawText());
                Append(digits.AsSpan().IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 ? JsonbElement.Integer : JsonbElement.Float, digits);
                break;
            default:
                Append(value.ValueKind switch { JsonValueKind.True => JsonbElement.True, JsonValueKind.False => JsonbElement.False, _ => JsonbElement.Null }, []);
                break;
        }
    }

    /// <summary>A text in its quotes: as it is where it has no escape.</summary>
    private void AppendText(ReadOnlySpan<byte> quoted) =>
        Append(quoted.Contains((byte)'\\') ? JsonbElement.EscapedText : JsonbElement.Text, quoted[1..^1]);

    private static int WriteHeader(Span<byte> target, int type, int size)
    {
        switch (size)
        {
            case <= 11:
                target[0] = (byte)((size << 4) | type);
                return 1;
            case <= 0xff:
                target[0] = (byte)(0xc0 | type);
                target[1] = (byte)size;
                return 2;
            case <= 0xffff:
                target[0] = (byte)(0xd0 | type);
                BinaryPrimitives.WriteUInt16BigEndian(target[1..], (ushort)size);
                return 3;
            default:
                target[0] = (byte)(0xe0 | type);
                BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)size);
                return 5;
        }
    }

    private void Ensure(int more)
    {
        if (_length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
        }
    }
}
