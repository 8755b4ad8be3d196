using System.Text.Json.Nodes;

namespace DocMigrate.Faults.Oracle;

/// <summary>A record as a text that is equal for equal records: the order of keys does not count, every digit does.</summary>
internal static class Canonical
{
    public static string Of(JsonNode? node) => node switch
    {
        JsonObject value => "{" + string.Join(',', value.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"\"{pair.Key}\":{Of(pair.Value)}")) + "}",
        JsonArray value => "[" + string.Join(',', value.Select(Of)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
