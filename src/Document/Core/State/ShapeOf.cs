using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.State;

/// <summary>Reads a shape off a value.</summary>
internal static class ShapeOf
{
    public static FieldShape Value(JToken value) => value switch
    {
        JArray array => FieldShape.List(array.Count == 0 ? FieldShape.Any : Value(array[0])),
        JObject wrapper when wrapper.Count == 1 && Wrappers.IsReserved(wrapper.Properties().First().Name) => wrapper.Properties().First().Name switch
        {
            "$oid" => FieldShape.ObjectId,
            "$date" => FieldShape.DateTime,
            "$numberDecimal" => FieldShape.Decimal,
            "$numberDouble" => FieldShape.Double,
            "$binary" => FieldShape.Binary,
            _ => FieldShape.Any,
        },
        JObject inner => new FieldShape
        {
            Kind = ShapeKind.Object,
            Fields = inner.Properties().Select(static property => new NamedField(property.Name, Value(property.Value))).ToValueList(),
        },
        JValue { Value: null } => FieldShape.Any.OrNull(),
        JValue { Value: int } => FieldShape.Int32,
        JValue { Value: long } => FieldShape.Int64,
        JValue { Value: double } => FieldShape.Double,
        JValue { Value: bool } => FieldShape.Boolean,
        JValue { Value: string } => FieldShape.String,
        _ => FieldShape.Any,
    };
}
