using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using DocMigrate.Document.MongoDb.Bson;

namespace DocMigrate.Document.MongoDb.Indexing;

/// <summary>
/// Values as bytes that compare as MongoDB compares the values, and are equal where it takes them for equal: numbers by their value whatever their type, texts by their bytes
/// (https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/). Not for texts under a collation.
/// </summary>
internal static class IndexValue
{
    private const byte End = 0;
    private const byte Number = 10;

    /// <summary>The bytes of one value; of null for a missing one, as in an index.</summary>
    public static byte[] Of(RawValue? value)
    {
        var buffer = new BsonBuffer(32);
        Write(buffer, value);
        return buffer.Written.ToArray();
    }

    /// <summary>Adds a value, of which it can be told where it ends.</summary>
    public static void Write(BsonBuffer buffer, RawValue? value)
    {
        var type = value?.Type ?? BsonType.Null;
        buffer.Byte(Class(type));
        if (value is null)
        {
            return;
        }

        var cursor = new BsonCursor(value.Bytes.Span);
        switch (type)
        {
            case BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128:
                WriteNumber(buffer, value);
                break;
            case BsonType.String or BsonType.Symbol or BsonType.Code:
                WriteText(buffer, cursor.String());
                break;
            case BsonType.Document or BsonType.Array:
                foreach (var (name, item) in new RawDocument(value.Bytes).Elements())
                {
                    // By type before name, as the server does; the names of an array's elements say nothing.
                    buffer.Byte(Class(item.Type));
                    if (type == BsonType.Document)
                    {
                        buffer.TryUtf8(name);
                        buffer.Byte(End);
                    }

                    Write(buffer, item);
                }

                buffer.Byte(End);
                break;
            case BsonType.Binary:
                var bytes = cursor.Binary(out var subtype);
                WriteBigEndian(buffer, (uint)bytes.Length);
                buffer.Byte(subtype);
                buffer.Bytes(bytes);
                break;
            case BsonType.DateTime or BsonType.Timestamp:
                var time = cursor.UInt64() ^ (type == BsonType.DateTime ? 1UL << 63 : 0);
                WriteBigEndian(buffer, (uint)(time >> 32));
                WriteBigEndian(buffer, (uint)time);
                break;
            case BsonType.DbPointer or BsonType.CodeWithScope:
                WriteBigEndian(buffer, (uint)value.Bytes.Length);
                buffer.Bytes(value.Bytes.Span);
                break;
            default:
                // A regular expression is two texts that end with a zero; the others have a fixed length, or none.
                buffer.Bytes(value.Bytes.Span);
                break;
        }
    }

    /// <summary>The place of a type in the order of types; greater than <see cref="End"/>.</summary>
    private static byte Class(BsonType type) => type switch
    {
        BsonType.MinKey => 1,
        BsonType.Undefined => 2,
        BsonType.Null => 5,
        BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128 => Number,
        BsonType.String or BsonType.Symbol => 15,
        BsonType.Document => 20,
        BsonType.Array => 25,
        BsonType.Binary => 30,
        BsonType.ObjectId => 35,
        BsonType.Boolean => 40,
        BsonType.DateTime => 45,
        BsonType.Timestamp => 47,
        BsonType.RegularExpression => 50,
        BsonType.DbPointer => 55,
        BsonType.Code => 60,
        BsonType.CodeWithScope => 65,
        _ => 127,
    };

    private static void WriteText(BsonBuffer buffer, ReadOnlySpan<byte> text)
    {
        foreach (var unit in text)
        {
            buffer.Byte(unit);
            if (unit == 0)
            {
                buffer.Byte(byte.MaxValue);
            }
        }

        buffer.Byte(End);
        buffer.Byte(End);
    }

    private static void WriteNumber(BsonBuffer buffer, RawValue value)
    {
        if (value.AsInt64 is { } integer)
        {
            WriteFinite(buffer, integer < 0, BigInteger.Abs(integer).ToString(CultureInfo.InvariantCulture), 0);
        }
        else if (value.Type == BsonType.Double)
        {
            var number = BinaryPrimitives.ReadDoubleLittleEndian(value.Bytes.Span);
            if (double.IsFinite(number))
            {
                var bits = BitConverter.DoubleToInt64Bits(number);
                var scale = (int)((bits >> 52) & 0x7FF);
                var fraction = (bits & ((1L << 52) - 1)) | (scale == 0 ? 0 : 1L << 52);
                scale = Math.Max(scale, 1) - 1075;

                // Exactly: each power of a half is as many decimal places.
                var digits = scale >= 0 ? fraction * BigInteger.Pow(2, scale) : fraction * BigInteger.Pow(5, -scale);
                WriteFinite(buffer, number < 0, digits.ToString(CultureInfo.InvariantCulture), Math.Min(scale, 0));
            }
            else
            {
                buffer.Byte(Special(double.IsNaN(number), number < 0));
            }
        }
        else
        {
            var span = value.Bytes.Span;
            var text = Decimal128.ToText(BinaryPrimitives.ReadUInt64LittleEndian(span[8..]), BinaryPrimitives.ReadUInt64LittleEndian(span), out _);
            var negative = text[0] == '-';
            if (text[^1] is 'y' or 'N')
            {
                buffer.Byte(Special(text == "NaN", negative));
                return;
            }

            var end = text.IndexOf('E', StringComparison.Ordinal);
            var mantissa = text[(negative ? 1 : 0)..(end < 0 ? text.Length : end)];
            var point = mantissa.IndexOf('.', StringComparison.Ordinal);
            var exponent = (end < 0 ? 0 : int.Parse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) - (point < 0 ? 0 : mantissa.Length - point - 1);
            WriteFinite(buffer, negative, mantissa.Replace(".", "", StringComparison.Ordinal), exponent);
        }
    }

    private static byte Special(bool isNaN, bool negative) => isNaN ? (byte)0 : negative ? (byte)1 : (byte)5;

    /// <summary>A number that is <paramref name="digits"/> times ten to the <paramref name="exponent"/>.</summary>
    private static void WriteFinite(BsonBuffer buffer, bool negative, string digits, int exponent)
    {
        var significant = digits.TrimStart('0');
        if (significant.Length == 0)
        {
            buffer.Byte(3);
            return;
        }

        // The larger a negative number's amount, the smaller it is.
        var mask = negative ? byte.MaxValue : (byte)0;
        buffer.Byte(negative ? (byte)2 : (byte)4);
        var adjusted = significant.Length + exponent + 0x4000;
        buffer.Byte((byte)((adjusted >> 8) ^ mask));
        buffer.Byte((byte)(adjusted ^ mask));
        foreach (var digit in significant.AsSpan().TrimEnd('0'))
        {
            buffer.Byte((byte)(digit ^ mask));
        }

        buffer.Byte((byte)(End ^ mask));
    }

    private static void WriteBigEndian(BsonBuffer buffer, uint number) => buffer.Int32(BinaryPrimitives.ReverseEndianness((int)number));
}
