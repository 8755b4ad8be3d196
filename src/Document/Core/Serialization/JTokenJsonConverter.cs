using System.Text.Json;
using System.Text.Json.Serialization;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Serialization;

/// <summary>Writes a value as a string that holds its store form, so that whatever reformats the JSON around it can't touch the width of a number.</summary>
internal sealed class JTokenJsonConverter : JsonConverter<JToken>
{
    public override JToken? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return reader.GetString() is { } text ? DocumentReader.ReadValue(text) : null;
        }
        catch (DataException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, JToken value, JsonSerializerOptions options) => writer.WriteStringValue(DocumentWriter.Write(value));
}
