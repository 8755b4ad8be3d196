using System.Text.Json;
using System.Text.Json.Serialization;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Serialization;

internal sealed class DocumentPathJsonConverter : JsonConverter<DocumentPath>
{
    public override DocumentPath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DocumentPath.Of(JsonSerializer.Deserialize<string[]>(ref reader, options) ?? throw new JsonException("A path is an array of strings."));

    public override void Write(Utf8JsonWriter writer, DocumentPath value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var segment in value.Segments)
        {
            writer.WriteStringValue(segment);
        }

        writer.WriteEndArray();
    }
}
