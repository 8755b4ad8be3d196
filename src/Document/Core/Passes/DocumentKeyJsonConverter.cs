using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocMigrate.Document.Passes;

/// <summary>Writes a key as the JSON value that it is.</summary>
internal sealed class DocumentKeyJsonConverter : JsonConverter<DocumentKey>
{
    public override DocumentKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return new DocumentKey(value.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, DocumentKey value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
}
