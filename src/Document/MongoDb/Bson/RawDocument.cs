using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>A BSON document as bytes, not decoded: it can be looked into, passed on and stored. What is looked at is checked, the rest is not.</summary>
/// <remarks>Immutable as long as the memory is; thread-safe.</remarks>
public sealed class RawDocument
{
    /// <summary>Takes bytes as a document.</summary>
    /// <param name="bytes">All of the document and nothing else. Not copied: whoever has them must not change them.</param>
    /// <exception cref="DataException">The length in front is not theirs, or the last byte is not zero.</exception>
    public RawDocument(ReadOnlyMemory<byte> bytes)
    {
        var cursor = new BsonCursor(bytes.Span);
        cursor.Leave(cursor.Enter());
        if (!cursor.AtEnd)
        {
            throw BsonError.Damaged(cursor.Position, "there is more after the document");
        }

        Bytes = bytes;
    }

    /// <summary>All bytes, the length in front included.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The first value with that key; null when there is none.</summary>
    /// <exception cref="DataException">The bytes up to it are no BSON.</exception>
    public RawValue? this[string key]
    {
        get
        {
            foreach (var (name, value) in Elements())
            {
                if (name == key)
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>The elements in their order. An array's have the keys "0", "1", ….</summary>
    /// <exception cref="DataException">The bytes up to the one that is asked for are no BSON.</exception>
    public IEnumerable<KeyValuePair<string, RawValue>> Elements()
    {
        for (var position = 4; position < Bytes.Length - 1;)
        {
            yield return Next(ref position);
        }
    }

    /// <summary>The document in memory.</summary>
    /// <exception cref="DataException">As from <see cref="BsonReader.Read"/>.</exception>
    public JObject Decode(BsonReading reading = BsonReading.Exact) => BsonReader.Read(Bytes.Span, reading);

    private KeyValuePair<string, RawValue> Next(ref int position)
    {
        var cursor = new BsonCursor(Bytes.Span[position..^1]);
        var type = cursor.Type();
        var key = BsonCursor.Text(cursor.CString()) ?? throw BsonError.InvalidText([], null);
        var start = cursor.Position;
        cursor.Skip(type);
        var value = new RawValue(type, Bytes.Slice(position + start, cursor.Position - start));
        position += cursor.Position;
        return new(key, value);
    }
}
