using System.Text.Json;
using DocMigrate.Engine.Serialization;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Detection;

/// <summary>Tells which tables and collections an operation is about, from its canonical form.</summary>
/// <remarks>
/// The engine knows no family's types, but every family writes the entity as <c>table</c> or <c>collection</c>, by name or as an object with
/// a <c>name</c>; a foreign key inside likewise names its <c>table</c>.
/// </remarks>
internal sealed class OperationSubjects(OperationSerializer serializer)
{
    /// <summary>The table or collection that it changes; null when it names none, as SQL written by hand.</summary>
    public string? SubjectOf(MigrationOperation operation)
    {
        using var json = Read(operation);
        return EntityOf(json.RootElement[0]);
    }

    /// <summary>The new name when it renames its subject; null otherwise.</summary>
    public string? NewNameOf(MigrationOperation operation)
    {
        using var json = Read(operation);
        var body = json.RootElement[0];

        // What also says column, path or from renames or converts something inside its subject.
        var inside = body.TryGetProperty("column", out _) || body.TryGetProperty("path", out _) || body.TryGetProperty("from", out _);
        return inside ? null : Text(body, "newName") ?? Text(body, "to");
    }

    /// <summary>All tables and collections that it names anywhere, its subject among them.</summary>
    public IReadOnlySet<string> MentionedBy(MigrationOperation operation)
    {
        using var json = Read(operation);
        var found = new HashSet<string>(StringComparer.Ordinal);
        Collect(json.RootElement[0], found);
        return found;
    }

    private static string? EntityOf(JsonElement body) => Named(body, "table") ?? Named(body, "collection");

    private static string? Named(JsonElement body, string property) => body.TryGetProperty(property, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object => Text(value, "name"),
            _ => null,
        }
        : null;

    private static string? Text(JsonElement body, string property) =>
        body.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Collect(JsonElement value, HashSet<string> found)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Collect(item, found);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            if (EntityOf(value) is { } entity)
            {
                found.Add(entity);
            }

            foreach (var property in value.EnumerateObject())
            {
                Collect(property.Value, found);
            }
        }
    }

    private JsonDocument Read(MigrationOperation operation) => JsonDocument.Parse(serializer.Serialize([operation]));
}
