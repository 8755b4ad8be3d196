using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DocMigrate.Document.Inference.Emitting;

/// <summary>Writes a JSON schema (draft 2020-12) that every document which was read satisfies, in the form in which DocMigrate writes documents.</summary>
/// <remarks>
/// It says what is there, not what may never be: other keys are allowed, and numbers are not held to the range that was seen. One collection is one
/// schema; several are the definitions of one.
/// </remarks>
internal sealed class JsonSchemaEmitter
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);

    public static string Write(IReadOnlyList<InferredCollection> collections)
    {
        var emitter = new JsonSchemaEmitter();
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        var definitions = new JsonObject();
        foreach (var collection in collections)
        {
            var shape = emitter.Collection(collection);
            if (collections.Count > 1)
            {
                definitions[collection.Collection] = shape;
                continue;
            }

            foreach (var (name, value) in shape.ToList())
            {
                schema[name] = value?.DeepClone();
            }
        }

        foreach (var (name, definition) in emitter._definitions)
        {
            definitions[name] = definition;
        }

        if (definitions.Count > 0)
        {
            schema["$defs"] = definitions;
        }

        return schema.ToJsonString(Options);
    }

    private JsonObject Collection(InferredCollection collection)
    {
        var schema = new JsonObject
        {
            ["title"] = collection.Collection,
            ["description"] = $"Inferred from {collection.Examined} of {collection.Documents} documents.",
        };
        foreach (var (name, value) in (collection.Shape.Object is null ? new JsonObject { ["type"] = "object" } : Of(collection.Shape)).ToList())
        {
            schema[name] = value?.DeepClone();
        }

        return schema;
    }

    private JsonObject Of(InferredValue value) => AnyOf(value.Types.Select(share => Of(value, share.Type)));

    private static JsonObject AnyOf(IEnumerable<JsonObject> schemas)
    {
        var all = schemas.ToList();
        return all.Count switch
        {
            0 => [],
            1 => all[0],
            _ => new JsonObject { ["anyOf"] = new JsonArray([.. all]) },
        };
    }

    private JsonObject Of(InferredValue value, InferredType type) => type switch
    {
        InferredType.Null => new JsonObject { ["type"] = "null" },
        InferredType.Boolean => new JsonObject { ["type"] = "boolean" },
        InferredType.Int32 => new JsonObject { ["type"] = "integer", ["minimum"] = int.MinValue, ["maximum"] = int.MaxValue },
        InferredType.String => Text(value),
        InferredType.Array => value.Array is { Element.Count: > 0 } array ? new JsonObject { ["type"] = "array", ["items"] = Of(array.Element) } : new JsonObject { ["type"] = "array" },
        InferredType.Object => value.Object is { } inner ? Object(inner) : new JsonObject { ["type"] = "object" },
        _ => Definition("type." + InferenceText.Name(type), ExtendedJsonSchemas.Of(type)),
    };

    private static JsonObject Text(InferredValue value)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (value.Values?.Where(static choice => choice.Value[0] == '"').ToList() is { Count: > 0 } choices)
        {
            schema["examples"] = new JsonArray([.. choices.Select(static choice => JsonNode.Parse(choice.Value))]);
        }

        return schema;
    }

    private JsonObject Object(InferredObject value)
    {
        var properties = new JsonObject();
        foreach (var field in value.Fields)
        {
            // What was seen of such a key before it had statistics of its own went to those of the others.
            properties[field.Name] = field.Approximate && value.Map is not null ? AnyOf([Of(field.Value), Of(value.Map.Value)]) : Of(field.Value);
        }

        var schema = new JsonObject { ["type"] = "object" };
        if (properties.Count > 0)
        {
            schema["properties"] = properties;
        }

        string[] required = [.. value.Fields.Where(field => field.Present == value.Count).Select(static field => field.Name)];
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(static name => JsonValue.Create(name))]);
        }

        if (value.Map is { } map)
        {
            schema["additionalProperties"] = Of(map.Value);
        }

        return schema;
    }

    private JsonObject Definition(string name, JsonObject schema)
    {
        _definitions.TryAdd(name, schema);
        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }
}
