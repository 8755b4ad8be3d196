using System.Buffers.Binary;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Passes;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>
/// Parts of a collection in the order of <c>_id</c>, which is one order over values of all types. A comparison in a query is about values of the operand's own type only
/// (https://www.mongodb.com/docs/manual/reference/method/db.collection.find/#type-bracketing), and so would end at the first id of another type; one in an expression
/// is about all. Both use the index, the latter from MongoDB 5.0 on.
/// </summary>
internal static class IdRange
{
    /// <summary>A filter for the documents after one id and up to another one; null for no border.</summary>
    public static JObject Filter(MongoId? after, MongoId? upTo)
    {
        if (after is null && upTo is null)
        {
            return [];
        }

        if (after is not null && upTo is not null && Bracket(after.Value) is { } bracket && bracket == Bracket(upTo.Value))
        {
            return new JObject(new JProperty("_id", new JObject(new JProperty("$gt", after.Raw), new JProperty("$lte", upTo.Raw))));
        }

        return new JObject(new JProperty("$expr", new JObject(new JProperty("$and", new JArray(
            new[] { Compare("$gt", after), Compare("$lte", upTo) }.OfType<JObject>())))));
    }

    /// <summary>The filter of a range without a snapshot.</summary>
    public static JObject Filter(PassRange range) => Filter(Id(range.After), Id(range.UpTo));

    /// <summary>A filter for documents by their ids.</summary>
    public static JObject Among(IEnumerable<MongoId> ids) => new(new JProperty("_id", new JObject(new JProperty("$in", new JArray(ids.Select(static id => id.Raw))))));

    /// <summary>A filter that both hold for.</summary>
    public static JObject And(JObject first, JObject second) =>
        first.Count == 0 ? second : second.Count == 0 ? first : new JObject(new JProperty("$and", new JArray(first, second)));

    /// <summary>The id of a key; null for none.</summary>
    public static MongoId? Id(DocumentKey? key) => key is { } known ? MongoId.Of(known) : null;

    private static JObject? Compare(string comparison, MongoId? id) => id is null
        ? null
        : new JObject(new JProperty(comparison, new JArray("$_id", new JObject(new JProperty("$literal", id.Raw)))));

    /// <summary>The types that a comparison in a query takes for one; null where one with this value would not be true of what comes before or after it in the order.</summary>
    private static int? Bracket(RawValue value) => value.Type switch
    {
        BsonType.Double when double.IsNaN(BinaryPrimitives.ReadDoubleLittleEndian(value.Bytes.Span)) => null,
        BsonType.Decimal128 => null,
        BsonType.Double or BsonType.Int32 or BsonType.Int64 => (int)BsonType.Double,
        BsonType.String or BsonType.Symbol => (int)BsonType.String,
        BsonType.Document or BsonType.Binary or BsonType.ObjectId or BsonType.Boolean or BsonType.DateTime or BsonType.Timestamp => (int)value.Type,
        _ => null,
    };
}
