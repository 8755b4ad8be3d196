using System.Text.Json;

namespace DocMigrate.Engine.Configuration;

/// <summary>A JSON value that knows where in the file it stands, so that errors can say so.</summary>
internal sealed record ConfigurationNode(JsonTokenType Kind, string Text, ConfigurationPosition Position)
{
    public List<(string Name, ConfigurationPosition Position, ConfigurationNode Value)> Properties { get; } = [];

    public bool IsScalar => Kind is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;
}
