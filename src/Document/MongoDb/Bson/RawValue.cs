using System.Buffers.Binary;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>A BSON value as bytes, not decoded. A value of another type than the one that is asked for is null.</summary>
public sealed class RawValue
{
    internal RawValue(BsonType type, ReadOnlyMemory<byte> bytes)
    {
        Type = type;
        Bytes = bytes;
    }

    /// <summary>What the bytes are.</summary>
    public BsonType Type { get; }

    /// <summary>The bytes of the value without those of its key.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The text of a string; null for any other value.</summary>
    /// <exception cref="DataException">It is not UTF-8.</exception>
    public string? AsString => Type == BsonType.String ? BsonCursor.Text(new BsonCursor(Bytes.Span).String()) ?? throw BsonError.InvalidText([], null) : null;

    /// <summary>The number, of any type that holds it as an integer of 64 bits; null for any other value.</summary>
    public long? AsInt64 => Type switch
    {
        BsonType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Bytes.Span),
        BsonType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Bytes.Span),
        BsonType.Double when BinaryPrimitives.ReadDoubleLittleEndian(Bytes.Span) is >= -9.2e18 and <= 9.2e18 and var number && number == Math.Floor(number) => (long)number,
        _ => null,
    };

    /// <summary>The number as a 32-bit integer; null for any other value.</summary>
    public int? AsInt32 => AsInt64 is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null;

    /// <summary>Whether it counts as true, as MongoDB's replies have it: true, or a number other than zero. Null for what is neither boolean nor number.</summary>
    public bool? AsBoolean => Type switch
    {
        BsonType.Boolean => Bytes.Span[0] != 0,
        BsonType.Double => BinaryPrimitives.ReadDoubleLittleEndian(Bytes.Span) != 0,
        BsonType.Int32 or BsonType.Int64 => AsInt64 != 0,
        _ => null,
    };

    /// <summary>The sub-document; null for any other value.</summary>
    public RawDocument? AsDocument => Type == BsonType.Document ? new RawDocument(Bytes) : null;

    /// <summary>The elements of an array, in their order; null for any other value.</summary>
    /// <exception cref="DataException">The bytes up to the one that is asked for are no BSON.</exception>
    public IEnumerable<RawValue>? AsArray => Type == BsonType.Array ? new RawDocument(Bytes).Elements().Select(static element => element.Value) : null;

    /// <summary>The bytes of a binary value; null for any other value.</summary>
    public ReadOnlyMemory<byte>? AsBinary => Type == BsonType.Binary ? new BsonCursor(Bytes.Span).Binary(out _).ToArray() : null;

    /// <summary>The value in memory.</summary>
    /// <exception cref="DataException">As from <see cref="BsonReader.Read"/>.</exception>
    public JToken Decode(BsonReading reading = BsonReading.Exact) => BsonReader.ReadValue(Type, Bytes.Span, reading);
}
