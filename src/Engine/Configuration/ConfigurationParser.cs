using System.Text;
using System.Text.Json;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Configuration;

/// <summary>Reads JSON into <see cref="ConfigurationNode"/>s. Comments and trailing commas are allowed, as in other .NET configuration files.</summary>
internal sealed class ConfigurationParser(string path, string text)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    public ConfigurationNode Parse()
    {
        var reader = new Utf8JsonReader(
            _bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var node = Read(ref reader);
            reader.Read();
            return node;
        }
        catch (JsonException error)
        {
            var position = new ConfigurationPosition((int)(error.LineNumber ?? 0) + 1, ColumnOf(error));
            throw new ConfigurationException(
                ConfigurationErrors.InvalidJson, $"'{path}' is not valid JSON at {position}: {Reason(error)}",
                "Correct the file at that place: a missing comma, quote or bracket is the usual cause.", error);
        }
    }

    private ConfigurationNode Read(ref Utf8JsonReader reader)
    {
        var position = PositionOf(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var node = new ConfigurationNode(JsonTokenType.StartObject, "", position);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    var at = PositionOf(reader.TokenStartIndex);
                    if (node.Properties.Any(property => property.Name == name))
                    {
                        throw new ConfigurationException(
                            ConfigurationErrors.InvalidValue, $"'{path}', {at}: '{name}' is stated twice.", $"Remove one of the two '{name}'.");
                    }

                    reader.Read();
                    node.Properties.Add((name, at, Read(ref reader)));
                }

                return node;
            case JsonTokenType.StartArray:
                reader.Skip();
                return new ConfigurationNode(JsonTokenType.StartArray, "", position);
            case JsonTokenType.String:
                return new ConfigurationNode(JsonTokenType.String, reader.GetString()!, position);
            default:
                return new ConfigurationNode(reader.TokenType, Encoding.UTF8.GetString(reader.ValueSpan), position);
        }
    }

    private ConfigurationPosition PositionOf(long offset) =>
        ConfigurationPosition.Of(text, Encoding.UTF8.GetCharCount(_bytes.AsSpan(0, (int)offset)));

    private int ColumnOf(JsonException error)
    {
        var lines = Encoding.UTF8.GetString(_bytes).Split('\n');
        var line = (int)(error.LineNumber ?? 0);
        if (line >= lines.Length)
        {
            return 1;
        }

        var bytes = Encoding.UTF8.GetBytes(lines[line]);
        return Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)Math.Min(error.BytePositionInLine ?? 0, bytes.Length))) + 1;
    }

    // The library's own message ends with its zero-based position and a hint for programmers.
    private static string Reason(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? error.Message : error.Message[..end];
    }
}
