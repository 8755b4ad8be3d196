using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocMigrate.Document.Inspection;

/// <summary>Writes reports as JSON: camelCase names, enums by name, nothing for what is null.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static JsonElement Of<T>(T report) => JsonSerializer.SerializeToElement(report, Options);
}
