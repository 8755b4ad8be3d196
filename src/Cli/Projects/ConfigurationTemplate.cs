using System.Text.Json;
using DocMigrate.Engine.Configuration;

namespace DocMigrate.Cli.Projects;

/// <summary>The configuration that <c>init</c> writes for a project.</summary>
/// <param name="Text">The file's text.</param>
/// <param name="Stores">The names of its stores.</param>
/// <param name="MissingPackages">The packages that it needs and that the project does not name.</param>
internal sealed record ConfigurationTemplate(string Text, ValueList<string> Stores, ValueList<string> MissingPackages)
{
    private const string Tables = "DocMigrate.Sql.Sqlite";
    private const string Documents = "DocMigrate.Document.Sqlite";

    /// <summary>Makes it: a store for tables, and one for documents in the same database where the project references the package.</summary>
    /// <param name="project">The path of the project file.</param>
    /// <param name="projectText">What is in it. Packages that it gets otherwise are not seen, so the result is a start to be edited.</param>
    /// <param name="folder">The folder that the configuration will be in.</param>
    public static ConfigurationTemplate For(string project, string projectText, string folder)
    {
        var name = Identifier(Path.GetFileNameWithoutExtension(project));
        var stores = new Dictionary<string, object> { ["main"] = Store("sqlite", name) };
        if (projectText.Contains(Documents, StringComparison.Ordinal))
        {
            stores["documents"] = Store("sqlite-json", name);
        }

        var configuration = new
        {
            project = Path.GetRelativePath(folder, project).Replace('\\', '/'),
            module = name,
            migrations = MigrationConfiguration.DefaultMigrations,
            history = "main",
            stores,
        };
        var missing = new List<string>();
        if (!projectText.Contains("DocMigrate.Engine", StringComparison.Ordinal))
        {
            missing.Add("DocMigrate.Engine");
        }

        if (!projectText.Contains(Tables, StringComparison.Ordinal) && !projectText.Contains(Documents, StringComparison.Ordinal))
        {
            missing.Add(Tables);
        }

        return new ConfigurationTemplate(
            JsonSerializer.Serialize(configuration, Engine.Tooling.ToolJson.Indented).ReplaceLineEndings("\n") + "\n", stores.Keys.ToValueList(), missing.ToValueList());
    }

    private static object Store(string provider, string name) => new { provider, connection = $"Data Source={name}.db" };

    private static string Identifier(string name)
    {
        var letters = new string([.. name.ToLowerInvariant().Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);
        return char.IsAsciiDigit(letters[0]) ? "_" + letters : letters;
    }
}
