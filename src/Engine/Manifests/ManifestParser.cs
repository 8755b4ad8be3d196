using System.Globalization;
using System.Text.Json;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Manifests;

/// <summary>Reads the text of a manifest.</summary>
internal static class ManifestParser
{
    private const string Remedy = "Run 'docmigrate makemigrations', which writes it anew from the code.";

    /// <exception cref="ConfigurationException">It is no manifest.</exception>
    public static MigrationManifest Parse(string path, string text)
    {
        RequireNoConflict(path, text);
        try
        {
            using var json = JsonDocument.Parse(text);
            var format = json.RootElement.GetProperty("format").GetInt32();
            if (format != MigrationManifest.CurrentFormat)
            {
                throw Unreadable(path, $"it has the format {format.ToString(CultureInfo.InvariantCulture)}, and this version knows {MigrationManifest.CurrentFormat}");
            }

            return new MigrationManifest { Migrations = json.RootElement.GetProperty("migrations").EnumerateArray().Select(Entry).ToValueList() };
        }
        catch (JsonException error)
        {
            throw Unreadable(path, $"line {error.LineNumber + 1}: {error.Message}");
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unreadable(path, error.Message);
        }
    }

    private static void RequireNoConflict(string path, string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("<<<<<<<", StringComparison.Ordinal) || lines[i].StartsWith(">>>>>>>", StringComparison.Ordinal))
            {
                throw new ConfigurationException(
                    ManifestErrors.Conflicted,
                    $"'{path}', line {i + 1}, has the mark of a merge that was not resolved: {lines[i].Trim()}. Two branches have each added a migration.",
                    "Keep the migrations of both, and run 'docmigrate makemigrations --merge', which joins them and writes the manifest anew.");
            }
        }
    }

    private static ManifestEntry Entry(JsonElement json) => new()
    {
        Id = MigrationId.Parse(json.GetProperty("id").GetString()!),
        Stores = Texts(json, "stores").ToValueList(),
        Dependencies = Texts(json, "dependencies").Select(MigrationId.Parse).ToValueList(),
        Replaces = json.TryGetProperty("replaces", out _) ? Texts(json, "replaces").Select(MigrationId.Parse).ToValueList() : [],
        Hash = json.GetProperty("hash").GetString()!,
    };

    private static IEnumerable<string> Texts(JsonElement json, string name) => json.GetProperty(name).EnumerateArray().Select(static item => item.GetString()!);

    private static ConfigurationException Unreadable(string path, string reason) =>
        new(ManifestErrors.Unreadable, $"The manifest '{path}' can't be read: {reason}.", Remedy);
}
