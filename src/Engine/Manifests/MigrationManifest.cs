using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DocMigrate.Engine.Graph;

namespace DocMigrate.Engine.Manifests;

/// <summary>
/// All migrations with what they depend on and their content hashes, as <c>makemigrations</c> writes them beside the migrations: so that two branches which each
/// add a migration to a module conflict in version control, and the migrations are known without running their code. Immutable.
/// </summary>
public sealed record MigrationManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The form that this version writes.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions s_text = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The migrations: by module, and within one in the order in which they apply. So what is added to a module is added at its end, where branches meet.</summary>
    public ValueList<ManifestEntry> Migrations { get; init; } = [];

    /// <summary>The manifest of migrations.</summary>
    /// <param name="migrations">The migrations.</param>
    /// <param name="hash">Gives the content hash of one.</param>
    internal static MigrationManifest Of(IReadOnlyCollection<MigrationDefinition> migrations, Func<MigrationDefinition, string> hash)
    {
        var known = migrations.ToDictionary(static migration => migration.Id);
        var graph = new MigrationGraph(migrations.Select(migration => (migration.Id, migration.Dependencies.Where(known.ContainsKey))));
        return new MigrationManifest
        {
            Migrations = graph.Order.OrderBy(static id => id.Module, StringComparer.Ordinal).Select(id => known[id]).Select(migration => new ManifestEntry
            {
                Id = migration.Id,
                Stores = migration.Stores.ToValueList(),
                Dependencies = migration.Dependencies,
                Replaces = migration.Replaces,
                Hash = hash(migration),
            }).ToValueList(),
        };
    }

    /// <summary>The text of the file: JSON, a line for each migration, with a line end at its end. The same manifest always gives the same text.</summary>
    public string ToText()
    {
        var text = new StringBuilder("{\n  \"format\": 1,\n  \"migrations\": [\n");
        for (var i = 0; i < Migrations.Count; i++)
        {
            var entry = Migrations[i];
            text.Append("    { \"id\": ").Append(Quoted(entry.Id.ToString()));
            text.Append(", \"stores\": ").Append(List(entry.Stores));
            text.Append(", \"dependencies\": ").Append(List(entry.Dependencies.Select(static id => id.ToString())));
            if (entry.Replaces.Count > 0)
            {
                text.Append(", \"replaces\": ").Append(List(entry.Replaces.Select(static id => id.ToString())));
            }

            text.Append(", \"hash\": ").Append(Quoted(entry.Hash)).Append(i < Migrations.Count - 1 ? " },\n" : " }\n");
        }

        return text.Append("  ]\n}\n").ToString();
    }

    /// <summary>Reads the file.</summary>
    /// <returns>Null when it is not there.</returns>
    /// <exception cref="Errors.ConfigurationException">It can't be read, or has the marks of a conflict; the line is in the message.</exception>
    public static MigrationManifest? Read(string path) => File.Exists(path) ? ManifestParser.Parse(path, File.ReadAllText(path)) : null;

    private static string Quoted(string text) => JsonSerializer.Serialize(text, s_text);

    private static string List(IEnumerable<string> items) => "[" + string.Join(", ", items.Select(Quoted)) + "]";
}
