using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Reshaping;

/// <summary>Finds and moves values inside a document. Wrappers and arrays are scalars to it.</summary>
internal static class DocumentNavigation
{
    /// <summary>The sub-document at a path; null when there is none.</summary>
    public static JObject? Subdocument(this JObject document, DocumentPath path)
    {
        var current = document;
        foreach (var key in path.Segments)
        {
            if (current.Property(key, StringComparison.Ordinal)?.Value is not JObject inner || Wrappers.IsWrapper(inner))
            {
                return null;
            }

            current = inner;
        }

        return current;
    }

    /// <summary>The property at a path; null when it is missing.</summary>
    public static JProperty? Find(this JObject document, DocumentPath path) => document.Subdocument(path.Parent)?.Property(path.Name, StringComparison.Ordinal);

    public static bool Has(this JObject subdocument, string key) => subdocument.Property(key, StringComparison.Ordinal) is not null;

    /// <summary>Removes a property and gives its value, which belongs to nothing then: to add one that belongs to something would copy it.</summary>
    public static JToken Take(this JProperty property)
    {
        var value = property.Value;
        property.Value = new JArray();
        property.Remove();
        return value;
    }

    /// <summary>Sets a property's value. The setter alone does nothing when Json.NET calls the two equal, as it does 1 and 1L, or 0.0 and -0.0.</summary>
    public static void Put(this JProperty property, JToken value)
    {
        property.Value = JValue.CreateNull();
        property.Value = value;
    }

    public static bool IsNull(this JToken value) => value.Type == JTokenType.Null;

    /// <summary>What a value is, for a misfit's reason.</summary>
    public static string Describe(this JToken value) => value switch
    {
        JObject wrapper when Wrappers.IsWrapper(wrapper) => wrapper.Properties().First().Name switch
        {
            "$oid" => "an object id",
            "$date" => "a date",
            "$numberDecimal" => "a decimal",
            "$binary" => "binary data",
            var name => $"a {name} wrapper",
        },
        JObject => "an object",
        JArray => "an array",
        JValue { Value: int } => "an int32",
        JValue { Value: long } => "an int64",
        JValue { Value: double } => "a double",
        JValue { Value: bool } => "a boolean",
        JValue { Value: string } => "a string",
        JValue { Value: null } => "null",
        _ => value.Type.ToString(),
    };
}
