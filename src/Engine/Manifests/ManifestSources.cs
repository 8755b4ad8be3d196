using System.Text.RegularExpressions;

namespace DocMigrate.Engine.Manifests;

/// <summary>Tells, from the text of the source files beside it, whether a manifest names the migrations that are there.</summary>
public static partial class ManifestSources
{
    /// <summary>
    /// Whether the manifest names exactly the migrations whose attributes are written out in the files of its folder. Where it does not (somebody has added
    /// a file by hand, or removed one, or migrations are elsewhere) only the code can tell.
    /// </summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="folder">The folder that it is in.</param>
    public static bool Agree(MigrationManifest manifest, string folder)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var found = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(static file => Attribute().Matches(File.ReadAllText(file)))
            .Select(static match => new MigrationId(match.Groups[1].Value, match.Groups[2].Value))
            .ToHashSet();
        return found.SetEquals(manifest.Migrations.Select(static entry => entry.Id));
    }

    [GeneratedRegex("\\[\\s*Migration(?:Attribute)?\\s*\\(\\s*\"([^\"]+)\"\\s*,\\s*\"([^\"]+)\"\\s*\\)")]
    private static partial Regex Attribute();
}
