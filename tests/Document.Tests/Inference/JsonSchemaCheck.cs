using System.Text.Json;
using System.Text.RegularExpressions;

namespace DocMigrate.Document.Tests.Inference;

/// <summary>Validates by the keywords of JSON schema 2020-12 that are emitted; another keyword is an error, so that none goes unchecked.</summary>
internal sealed class JsonSchemaCheck(JsonElement root)
{
    private static readonly string[] Annotations = ["$schema", "$defs", "title", "description", "examples"];

    /// <summary>Why a value is not valid; null when it is.</summary>
    public string? Find(JsonElement value) => Find(root, value, "$");

    /// <summary>As <see cref="Find(JsonElement)"/>, by one of the definitions.</summary>
    public string? FindBy(string definition, JsonElement value) => Find(root.GetProperty("$defs").GetProperty(definition), value, "$");

    private string? Find(JsonElement schema, JsonElement value, string path)
    {
        foreach (var keyword in schema.EnumerateObject().Where(static keyword => !Annotations.Contains(keyword.Name)))
        {
            if (Find(schema, keyword, value, path) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private string? Find(JsonElement schema, JsonProperty keyword, JsonElement value, string path) => keyword.Name switch
    {
        "$ref" => Find(root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), value, path),
        "type" => IsOfType(value, keyword.Value.GetString()!) ? null : $"{path} is no {keyword.Value}",
        "anyOf" => keyword.Value.EnumerateArray().Any(choice => Find(choice, value, path) is null) ? null : $"{path} is none of {keyword.Value}",
        "const" => JsonElement.DeepEquals(keyword.Value, value) ? null : $"{path} is not {keyword.Value}",
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!) ? null : $"{path} is not like {keyword.Value}",
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= keyword.Value.GetDecimal() ? null : $"{path} is too small",
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= keyword.Value.GetDecimal() ? null : $"{path} is too great",
        "items" => value.ValueKind != JsonValueKind.Array ? null : value.EnumerateArray().Select((item, i) => Find(keyword.Value, item, $"{path}[{i}]")).FirstOrDefault(static problem => problem is not null),
        "required" => value.ValueKind != JsonValueKind.Object ? null : keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _))
            .Select(name => $"{path} lacks {name}").FirstOrDefault(),
        "properties" => value.ValueKind != JsonValueKind.Object ? null : value.EnumerateObject()
            .Select(property => keyword.Value.TryGetProperty(property.Name, out var inner) ? Find(inner, property.Value, $"{path}.{property.Name}") : null)
            .FirstOrDefault(static problem => problem is not null),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object ? null : value.EnumerateObject()
            .Where(property => !schema.TryGetProperty("properties", out var named) || !named.TryGetProperty(property.Name, out _))
            .Select(property => keyword.Value.ValueKind == JsonValueKind.False ? $"{path} has {property.Name}" : Find(keyword.Value, property.Value, $"{path}.{property.Name}"))
            .FirstOrDefault(static problem => problem is not null),
        _ => throw new InvalidOperationException($"The keyword '{keyword.Name}' is not known."),
    };

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new InvalidOperationException($"The type '{type}' is not known."),
    };
}
