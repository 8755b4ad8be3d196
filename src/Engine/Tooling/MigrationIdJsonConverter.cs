using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocMigrate.Engine.Tooling;

/// <summary>Writes a <see cref="MigrationId"/> as <c>"module.name"</c>.</summary>
internal sealed class MigrationIdJsonConverter : JsonConverter<MigrationId>
{
    public override MigrationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MigrationId.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, MigrationId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
