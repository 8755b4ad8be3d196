using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>
/// Reads BSON into documents in memory. Bytes are not trusted: what breaks the grammar, is nested too deeply, or has no exact form in memory is an error,
/// and no more is allocated than a small multiple of the bytes that are there.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public static class BsonReader
{
    /// <summary>How deep documents and arrays may be nested, the outermost counted: what MongoDB's parameter <c>maxBSONDepth</c> allows.</summary>
    public const int MaxDepth = 200;

    /// <summary>Reads a document that takes up all of the bytes.</summary>
    /// <exception cref="DataException">
    /// The bytes are no BSON (DM6200), nested too deeply (DM5005), not UTF-8 (DM5006); or hold what memory can't: a key twice (DM5002), an object with a
    /// reserved key (DM5004), a value that is not in its canonical form (DM6201).
    /// </exception>
    public static JObject Read(ReadOnlySpan<byte> bson, BsonReading reading = BsonReading.Exact)
    {
        var decoder = new BsonDecoder(bson, reading);
        var document = decoder.Document();
        return decoder.AtEnd ? document : throw BsonError.Damaged(decoder.Position, "there is more after the document");
    }

    /// <summary>Reads a single value without its key.</summary>
    /// <exception cref="DataException">As for a document.</exception>
    internal static JToken ReadValue(BsonType type, ReadOnlySpan<byte> bytes, BsonReading reading)
    {
        var decoder = new BsonDecoder(bytes, reading);
        var value = decoder.Value(type);
        return decoder.AtEnd ? value : throw BsonError.Damaged(decoder.Position, "there is more after the value");
    }
}
