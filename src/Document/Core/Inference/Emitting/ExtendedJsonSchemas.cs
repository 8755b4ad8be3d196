using System.Text.Json.Nodes;

namespace DocMigrate.Document.Inference.Emitting;

/// <summary>The schemas of values that JSON has no type for, in the one form in which DocMigrate writes each (docs/documents/values.md).</summary>
internal static class ExtendedJsonSchemas
{
    public static JsonObject Of(InferredType type) => type switch
    {
        InferredType.Int64 => AnyOf(new JsonObject { ["type"] = "integer" }, Wrapper("$numberLong", Text())),
        InferredType.Double => AnyOf(new JsonObject { ["type"] = "number" }, Wrapper("$numberDouble", Text())),
        InferredType.Decimal => Wrapper("$numberDecimal", Text()),
        InferredType.DateTime => Wrapper("$date", AnyOf(Text(), Wrapper("$numberLong", Text()))),
        InferredType.ObjectId => Wrapper("$oid", new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9a-f]{24}$" }),
        InferredType.Guid or InferredType.Binary => Wrapper("$binary", Parts("base64", Text(), "subType", Text())),
        InferredType.RegularExpression => Wrapper("$regularExpression", Parts("pattern", Text(), "options", Text())),
        InferredType.Timestamp => Wrapper("$timestamp", Parts("t", new JsonObject { ["type"] = "integer" }, "i", new JsonObject { ["type"] = "integer" })),
        InferredType.MinKey => Wrapper("$minKey", new JsonObject { ["const"] = 1 }),
        InferredType.MaxKey => Wrapper("$maxKey", new JsonObject { ["const"] = 1 }),
        InferredType.Symbol => Wrapper("$symbol", Text()),
        InferredType.Undefined => Wrapper("$undefined", new JsonObject { ["const"] = true }),
        InferredType.DbPointer => Wrapper("$dbPointer", new JsonObject { ["type"] = "object" }),
        InferredType.Code => new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["$code"] = Text() }, ["required"] = new JsonArray("$code") },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "JSON has a type for it."),
    };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject AnyOf(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };

    private static JsonObject Wrapper(string key, JsonObject value) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [key] = value },
        ["required"] = new JsonArray(key),
        ["additionalProperties"] = false,
    };

    private static JsonObject Parts(string first, JsonObject firstValue, string second, JsonObject secondValue) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [first] = firstValue, [second] = secondValue },
        ["required"] = new JsonArray(first, second),
        ["additionalProperties"] = false,
    };
}
