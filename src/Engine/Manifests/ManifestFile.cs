using DocMigrate.Engine.Authoring;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Serialization;

namespace DocMigrate.Engine.Manifests;

/// <summary>The manifest beside the migrations.</summary>
/// <param name="folder">The folder that it is in.</param>
/// <param name="catalog">The migrations of the code as it was built.</param>
/// <param name="serializer">Hashes migrations.</param>
internal sealed class ManifestFile(string folder, MigrationCatalog catalog, OperationSerializer serializer)
{
    private readonly string _path = Path.Combine(folder, MigrationManifest.FileName);

    /// <summary>Why it is not what the code says, as a sentence; null when it is, or when there is none.</summary>
    /// <exception cref="Errors.ConfigurationException">It can't be read.</exception>
    public string? Fault() =>
        MigrationManifest.Read(_path) is { } manifest && Of(catalog.Definitions) is var code && manifest != code
            ? $"'{_path}' is not what the code says: {Difference(manifest, code)}."
            : null;

    /// <summary>Writes it, unless it is right already.</summary>
    /// <param name="migrations">All migrations, as they will be when what was written is built: a later build makes the same of them, so nothing has to be compiled to know their hashes.</param>
    /// <returns>Its path, when it was written; else null.</returns>
    /// <exception cref="Errors.ConfigurationException">It can't be written.</exception>
    public string? Update(IEnumerable<MigrationDefinition> migrations)
    {
        var manifest = Of(migrations);
        var text = manifest.ToText();

        // Text against text: one with the marks of a conflict is written anew as well.
        if ((manifest.Migrations.Count == 0 && !File.Exists(_path)) || (File.Exists(_path) && File.ReadAllText(_path) == text))
        {
            return null;
        }

        SourceFile.Guard(_path, () =>
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(_path, text);
        });
        return _path;
    }

    private MigrationManifest Of(IEnumerable<MigrationDefinition> migrations) => MigrationManifest.Of([.. migrations], Hash);

    // An updated migration may have kept its name.
    private string Hash(MigrationDefinition definition) =>
        ReferenceEquals(catalog.Find(definition.Id), definition) ? catalog.HashOf(definition, serializer) : serializer.Hash(definition);

    private static string Difference(MigrationManifest manifest, MigrationManifest code)
    {
        var first = code.Migrations.Except(manifest.Migrations).Concat(manifest.Migrations.Except(code.Migrations)).FirstOrDefault();
        return first is null ? "the order is another one" : $"it differs in '{first.Id}'";
    }
}
