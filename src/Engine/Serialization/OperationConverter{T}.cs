using System.Text.Json;
using System.Text.Json.Serialization;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Serialization;

/// <summary>Writes an operation as an object whose first property is its <c>kind</c>; reads it with <c>kind</c> at any place.</summary>
/// <remarks>Own code rather than the serialiser's polymorphism: that one gives an unknown kind no error of its own.</remarks>
internal sealed class OperationConverter<T>(OperationKindMap kinds) : JsonConverter<T>
    where T : MigrationOperation
{
    private const string Kind = "kind";

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty(Kind, out var name)
            || name.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("an operation is not an object with a 'kind'");
        }

        var kind = name.GetString()!;
        var type = kinds.TypeOf(kind);
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject().Where(static property => !property.NameEquals(Kind)))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type, options) as T
            ?? throw new JsonException($"an operation of kind '{kind}' stands where a {typeof(T).Name} is expected");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var type = value.GetType();
        var kind = kinds.NameOf(type);
        using var body = JsonSerializer.SerializeToDocument(value, type, options);
        writer.WriteStartObject();
        writer.WriteString(Kind, kind);
        foreach (var property in body.RootElement.EnumerateObject())
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
