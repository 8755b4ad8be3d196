using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>One element of SQLite's binary JSON: a header with type and size, and the payload (https://www.sqlite.org/jsonb.html).</summary>
internal readonly ref struct JsonbElement
{
    public const int Null = 0;
    public const int Text = 7;
    public const int Object = 12;

    /// <summary>Text that needs no escape in JSON, as SQLite writes it from an SQL value.</summary>
    public const int RawText = 10;

    private JsonbElement(int type, ReadOnlySpan<byte> payload, int size)
    {
        Type = type;
        Payload = payload;
        Size = size;
    }

    /// <summary>The type: the low half of the first byte.</summary>
    public int Type { get; }

    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Header and payload together, in bytes; 0 when the bytes are no element.</summary>
    public int Size { get; }

    /// <summary>Whether the payload is the text itself, without escapes.</summary>
    public bool IsPlainText => Type is Text or RawText;

    /// <summary>The element that the bytes begin with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonbElement Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return default;
        }

        // 0 to 11 is the size itself; 12 to 15 say that it follows in 1, 2, 4 or 8 bytes.
        var size = bytes[0] >> 4;
        var width = size < 12 ? 0 : 1 << (size - 12);
        if (bytes.Length < 1 + width)
        {
            return default;
        }

        var length = width switch
        {
            0 => (ulong)size,
            1 => bytes[1],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]),
        };
        var start = 1 + width;
        return length > (ulong)(bytes.Length - start)
            ? default
            : new JsonbElement(bytes[0] & 15, bytes.Slice(start, (int)length), start + (int)length);
    }
}
