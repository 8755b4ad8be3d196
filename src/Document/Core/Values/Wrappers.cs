using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>MongoDB Extended JSON v2 wrappers: objects that stand for values which JSON lacks.</summary>
public static class Wrappers
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "$oid", "$date", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$binary", "$uuid", "$regularExpression",
        "$timestamp", "$minKey", "$maxKey", "$symbol", "$code", "$scope", "$undefined", "$dbPointer",
    };

    /// <summary>The reserved keys: no real object has one.</summary>
    public static IReadOnlyCollection<string> ReservedKeys => Reserved;

    /// <summary>Whether the key is a wrapper's.</summary>
    public static bool IsReserved(string key) => key is ['$', _, _, _, ..] && Reserved.Contains(key);

    /// <summary>Whether the value is a wrapper, which is a scalar.</summary>
    public static bool IsWrapper(JToken value) =>
        value is JObject { Count: 1 or 2 } inner && inner.Properties().Any(static property => IsReserved(property.Name));

    /// <summary>Whether the value is a real sub-document.</summary>
    public static bool IsSubdocument(JToken value) => value is JObject && !IsWrapper(value);

    /// <summary>The text of a wrapper with that key, as in <c>{"$oid": "…"}</c>; null when it is none, or holds no text.</summary>
    public static string? TextOf(JToken value, string key) =>
        value is JObject { Count: 1 } inner && inner.Property(key, StringComparison.Ordinal)?.Value is JValue { Value: string text } ? text : null;

    /// <summary>A wrapper around text.</summary>
    public static JObject Make(string key, string text) => new(new JProperty(key, new JValue(text)));
}
