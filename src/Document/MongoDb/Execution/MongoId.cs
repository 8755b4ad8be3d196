using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>A document's <c>_id</c>, byte for byte. Immutable; equal to another one of the same type and bytes.</summary>
internal sealed class MongoId : IEquatable<MongoId>
{
    // No _id has a key with a dollar in front (https://www.mongodb.com/docs/manual/core/document/#the-_id-field): nothing else looks like this.
    private const string Inexact = "$docmigrate";

    private MongoId(RawValue value, DocumentKey key) => (Value, Key) = (value, key);

    /// <summary>The value.</summary>
    public RawValue Value { get; }

    /// <summary>The value as cursors have it: Extended JSON, or its bytes where that would not give them back.</summary>
    public DocumentKey Key { get; }

    /// <summary>The value as a part of a command.</summary>
    public JRaw Raw => new(Value);

    /// <summary>The id of a document.</summary>
    /// <exception cref="DataException">The document has none: it is no document of a collection.</exception>
    public static MongoId Of(RawDocument document) => Of(document["_id"] ?? throw BsonError.Damaged(0, "a document of a collection has no _id"));

    /// <summary>An id as it came in a reply.</summary>
    public static MongoId Of(RawValue value) => new(value, new DocumentKey(Json(value)));

    /// <summary>What a cursor has.</summary>
    public static MongoId Of(DocumentKey key)
    {
        var token = DocumentReader.ReadValue(key.Json);
        if (token is JObject { Count: 1 } inner && inner.Property(Inexact, StringComparison.Ordinal)?.Value is JValue { Value: string bytes })
        {
            var parts = bytes.Split(' ');
            return new MongoId(new RawValue((BsonType)byte.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), Convert.FromBase64String(parts[1])), key);
        }

        return new MongoId(Encode(token), key);
    }

    /// <inheritdoc/>
    public bool Equals(MongoId? other) => other is not null && Key.Equals(other.Key);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MongoId);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>As a person reads it: a text without its quotes.</summary>
    public override string ToString() => Value.Type == BsonType.String && Key.Json.StartsWith('"') ? Value.AsString! : Key.Json;

    private static string Json(RawValue value)
    {
        if (value.Type == BsonType.ObjectId)
        {
            return $"{{\"$oid\":\"{Convert.ToHexStringLower(value.Bytes.Span)}\"}}";
        }

        try
        {
            var token = value.Decode();
            if (Encode(token).Bytes.Span.SequenceEqual(value.Bytes.Span))
            {
                return DocumentWriter.Write(token);
            }
        }
        catch (DataException error) when (error.Code != MongoErrors.DamagedBson)
        {
            return Bytes(value);
        }

        return Bytes(value);
    }

    private static string Bytes(RawValue value) =>
        $"{{\"{Inexact}\":\"{((byte)value.Type).ToString(System.Globalization.CultureInfo.InvariantCulture)} {Convert.ToBase64String(value.Bytes.Span)}\"}}";

    private static RawValue Encode(JToken token) => BsonWriter.ToRaw(new JObject(new JProperty("v", token)))["v"]!;
}
