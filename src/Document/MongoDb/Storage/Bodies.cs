using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage;

/// <summary>Short ways to write the documents of commands.</summary>
internal static class Bodies
{
    public static JObject Of(params ReadOnlySpan<(string Key, JToken? Value)> properties)
    {
        var body = new JObject();
        foreach (var (key, value) in properties)
        {
            // A text that is null would else become a value of type text without one.
            body.Add(new JProperty(key, value is JValue { Value: null } ? JValue.CreateNull() : value));
        }

        return body;
    }

    /// <summary>A value in a pipeline that is not to be read as an expression, whatever it looks like.</summary>
    public static JObject Literal(JToken? value) => Of(("$literal", value));
}
