using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Inference;

/// <summary>Says of what type a value is.</summary>
internal static class TypeOf
{
    public static InferredType Value(JToken value) => value switch
    {
        JArray => InferredType.Array,
        JObject inner => Wrappers.IsWrapper(inner) ? Wrapper(inner) : InferredType.Object,
        JValue { Value: null } => InferredType.Null,
        JValue { Value: bool } => InferredType.Boolean,
        JValue { Value: int } => InferredType.Int32,
        JValue { Value: long } => InferredType.Int64,
        JValue { Value: double } => InferredType.Double,
        _ => InferredType.String,
    };

    private static InferredType Wrapper(JObject wrapper) => wrapper.Properties().First(static property => Wrappers.IsReserved(property.Name)).Name switch
    {
        "$oid" => InferredType.ObjectId,
        "$date" => InferredType.DateTime,
        "$numberInt" => InferredType.Int32,
        "$numberLong" => InferredType.Int64,
        "$numberDouble" => InferredType.Double,
        "$numberDecimal" => InferredType.Decimal,
        "$uuid" => InferredType.Guid,
        "$binary" => wrapper["$binary"] is JObject binary && binary["subType"] is JValue { Value: "03" or "04" or "3" or "4" } ? InferredType.Guid : InferredType.Binary,
        "$regularExpression" => InferredType.RegularExpression,
        "$timestamp" => InferredType.Timestamp,
        "$minKey" => InferredType.MinKey,
        "$maxKey" => InferredType.MaxKey,
        "$symbol" => InferredType.Symbol,
        "$undefined" => InferredType.Undefined,
        "$dbPointer" => InferredType.DbPointer,
        _ => InferredType.Code,
    };
}
