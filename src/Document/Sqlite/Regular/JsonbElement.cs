using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>Where one element of SQLite's binary JSON is: a header with type and size, and the payload (https://www.sqlite.org/jsonb.html).</summary>
/// <param name="Type">The type: the low half of the first byte.</param>
/// <param name="Start">Where the header begins.</param>
/// <param name="Payload">Where the payload begins.</param>
/// <param name="End">Where the element ends; 0 when the bytes are no element.</param>
internal readonly record struct JsonbElement(int Type, int Start, int Payload, int End)
{
    public const int Null = 0;
    public const int True = 1;
    public const int False = 2;
    public const int Integer = 3;
    public const int Float = 5;
    public const int Text = 7;

    /// <summary>Text with escapes of JSON.</summary>
    public const int EscapedText = 8;

    /// <summary>Text that needs no escape in JSON, as SQLite writes it from an SQL value.</summary>
    public const int RawText = 10;

    public const int Array = 11;
    public const int Object = 12;

    /// <summary>What a text of JSON has with an escape only.</summary>
    public static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(static control => (byte)control), (byte)'"', (byte)'\\']);

    /// <summary>Whether there is an element.</summary>
    public bool Exists => End > 0;

    /// <summary>Whether the payload is the text itself, without escapes.</summary>
    public bool IsPlainText => Type is Text or RawText;

    /// <summary>The element that begins at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonbElement Read(ReadOnlySpan<byte> bytes, int start)
    {
        if (start >= bytes.Length)
        {
            return default;
        }

        // 0 to 11 is the size itself; 12 to 15 say that it follows in 1, 2, 4 or 8 bytes.
        var size = bytes[start] >> 4;
        var payload = start + 1;
        long length = size;
        if (size >= 12)
        {
            payload += 1 << (size - 12);
            if (payload > bytes.Length)
            {
                return default;
            }

            length = Size(bytes[(start + 1)..payload]);
        }

        return length < 0 || length > bytes.Length - payload ? default : new JsonbElement(bytes[start] & 15, start, payload, payload + (int)length);
    }

    private static long Size(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        _ => BinaryPrimitives.ReadInt64BigEndian(bytes),
    };
}
