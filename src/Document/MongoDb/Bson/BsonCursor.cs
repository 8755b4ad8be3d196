using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>A place in BSON bytes, and the end of the document around it, beyond which nothing is read.</summary>
internal ref struct BsonCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The next byte.</summary>
    public int Position { get; private set; }

    /// <summary>The first byte that is not read.</summary>
    public int Limit { get; private set; } = bytes.Length;

    public readonly bool AtEnd => Position == Limit;

    /// <summary>The bytes from a place up to here.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _bytes[start..Position];

    /// <summary>Goes into a document: reads its length, checks its last byte, and limits reading to what is between.</summary>
    /// <returns>The limit to go back to with <see cref="Leave"/>.</returns>
    public int Enter()
    {
        var start = Position;
        var length = Int32();
        var outer = Limit;
        if (length < 5 || length > outer - start)
        {
            throw BsonError.Damaged(start, $"a document claims to be {length} bytes long where {outer - start} are left");
        }

        if (_bytes[start + length - 1] != 0)
        {
            throw BsonError.Damaged(start + length - 1, "a document does not end with a zero");
        }

        Limit = start + length - 1;
        return outer;
    }

    /// <summary>Goes out of a document whose elements are all read.</summary>
    public void Leave(int outer)
    {
        Position = Limit + 1;
        Limit = outer;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Limit - Position)
        {
            throw BsonError.Damaged(Position, $"a value claims to be {count} bytes long where {Limit - Position} are left");
        }

        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public BsonType Type()
    {
        var type = (BsonType)Byte();
        return type is (>= BsonType.Double and <= BsonType.Decimal128) or BsonType.MinKey or BsonType.MaxKey
            ? type
            : throw BsonError.Damaged(Position - 1, $"0x{(byte)type:X2} is the type of no value");
    }

    /// <summary>The bytes of a text that a zero ends, without the zero.</summary>
    public ReadOnlySpan<byte> CString()
    {
        var length = _bytes[Position..Limit].IndexOf((byte)0);
        if (length < 0)
        {
            throw BsonError.Damaged(Position, "a key or pattern has no end");
        }

        var text = Take(length);
        Position++;
        return text;
    }

    /// <summary>Goes past these bytes, if they come next.</summary>
    public bool TryPass(ReadOnlySpan<byte> expected)
    {
        if (expected.IsEmpty || !_bytes[Position..Limit].StartsWith(expected))
        {
            return false;
        }

        Position += expected.Length;
        return true;
    }

    /// <summary>The bytes of a text with its length in front, without the zero after it.</summary>
    public ReadOnlySpan<byte> String()
    {
        var start = Position;
        var length = Int32();
        if (length < 1)
        {
            throw BsonError.Damaged(start, $"a text claims to be {length} bytes long, its end counted");
        }

        var text = Take(length);
        return text[^1] == 0 ? text[..^1] : throw BsonError.Damaged(Position - 1, "a text does not end with a zero");
    }

    /// <summary>The bytes of a binary value, and its subtype. The second length that subtype 2 has is taken off.</summary>
    public ReadOnlySpan<byte> Binary(out byte subtype)
    {
        var start = Position;
        var length = Int32();
        subtype = Byte();
        var bytes = Take(length);
        if (subtype != 2)
        {
            return bytes;
        }

        return bytes.Length >= 4 && BinaryPrimitives.ReadInt32LittleEndian(bytes) == bytes.Length - 4
            ? bytes[4..]
            : throw BsonError.Damaged(start, "the two lengths of a binary value of subtype 2 do not fit each other");
    }

    public bool Boolean() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw BsonError.Damaged(Position - 1, $"a boolean is {other}"),
    };

    /// <summary>Goes past a value; what is inside it is not looked at.</summary>
    public void Skip(BsonType type)
    {
        switch (type)
        {
            case BsonType.Double or BsonType.DateTime or BsonType.Timestamp or BsonType.Int64:
                Take(8);
                break;
            case BsonType.String or BsonType.Code or BsonType.Symbol:
                String();
                break;
            case BsonType.Document or BsonType.Array:
                Leave(Enter());
                break;
            case BsonType.Binary:
                Binary(out _);
                break;
            case BsonType.ObjectId:
                Take(12);
                break;
            case BsonType.Boolean:
                Boolean();
                break;
            case BsonType.RegularExpression:
                CString();
                CString();
                break;
            case BsonType.DbPointer:
                String();
                Take(12);
                break;
            case BsonType.CodeWithScope:
                Take(Math.Max(Int32(), 4) - 4);
                break;
            case BsonType.Int32:
                Take(4);
                break;
            case BsonType.Decimal128:
                Take(16);
                break;
        }
    }

    /// <summary>The text of bytes; null when they are not UTF-8.</summary>
    public static string? Text(ReadOnlySpan<byte> utf8)
    {
        // Most text is ASCII, which two plain loops read faster than the decoder that counts characters first.
        if (Ascii.IsValid(utf8))
        {
            return Encoding.Latin1.GetString(utf8);
        }

        return Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
    }
}
