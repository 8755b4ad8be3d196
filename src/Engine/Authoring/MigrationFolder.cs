using DocMigrate.Engine.CodeGeneration;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Detection;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Reporting;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Authoring;

/// <summary>Where the files of migrations are, and how new ones get there.</summary>
internal sealed class MigrationFolder(MigrationConfiguration configuration, MigrationCatalog catalog, IReadOnlyList<DetectionStore> stores)
{
    private readonly MigrationFileWriter _writer = new(stores);

    /// <summary>The folder that the project's own files are below.</summary>
    public string Root => configuration.BaseDirectory;

    /// <summary>The file of a migration, by its name.</summary>
    public string PathOf(MigrationId id) => Path.Combine(Folder(id.Module), id.Name + ".cs");

    /// <summary>What the file of a migration is to hold.</summary>
    public MigrationFileReport Report(DetectedMigration migration) => new(
        migration.Id.ToString(),
        PathOf(migration.Id),
        _writer.Write(migration, Namespace(migration.Id.Module)).Text,
        migration.Operations.Select(static operation => $"{operation.Store}: {operation.Operation.Describe()}").ToValueList());

    /// <summary>The migration that a build makes of what is to be written.</summary>
    public MigrationDefinition Definition(DetectedMigration migration) =>
        migration.ToDefinition() with { Operations = migration.Operations.Select(_writer.AsWritten).ToValueList() };

    /// <summary>The text that <c>makemigrations</c> would write for a migration as it is, in its own namespace.</summary>
    public string TextOf(MigrationDefinition migration) => _writer.Write(
        new DetectedMigration
        {
            Id = migration.Id,
            Dependencies = migration.Dependencies,
            Replaces = migration.Replaces,
            CommutesWith = migration.CommutesWith,
            Operations = migration.Operations,
        },
        catalog.ClassOf(migration.Id)?.Namespace ?? Namespace(migration.Id.Module)).Text;

    /// <summary>Why an operation can't be written as code, as the end of a sentence; null when it can.</summary>
    public string? Obstacle(Operations.StoreOperation operation) => _writer.Obstacle(operation);

    /// <summary>Writes new files; none when one of them is there already.</summary>
    /// <exception cref="ConfigurationException">A file is there already, or can't be written.</exception>
    public static void Write(IReadOnlyList<MigrationFileReport> files)
    {
        foreach (var file in files.Where(static file => File.Exists(file.Path)))
        {
            throw new ConfigurationException(
                AuthoringErrors.FileExists, $"'{file.Path}' is there already, and the built project does not have its migration '{file.Migration}'.",
                "Build the project and run again, or pass --name to give the new migration another name.");
        }

        foreach (var file in files)
        {
            SourceFile.Guard(file.Path, () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
                File.WriteAllText(file.Path, file.Text);
            });
        }
    }

    // Modules number their migrations each for itself, so files of two modules in one folder would clash.
    private string Folder(string module) => module == configuration.Module
        ? configuration.MigrationsDirectory
        : Path.Combine(configuration.MigrationsDirectory, Pascal(module));

    // The folder's namespace, as an IDE would give it, unless the module's migrations have one already.
    private string Namespace(string module)
    {
        var root = catalog.Assemblies.Count > 0 ? catalog.Assemblies[0].GetName().Name! : configuration.Module;
        var folder = Path.GetRelativePath(configuration.BaseDirectory, Folder(module));
        var below = folder.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(folder) ? MigrationConfiguration.DefaultMigrations : folder;
        return catalog.NamespaceOf(module) ?? $"{root}.{below.Replace(Path.DirectorySeparatorChar, '.')}".TrimEnd('.');
    }

    private static string Pascal(string module) => module.Length == 0 ? module : char.ToUpperInvariant(module[0]) + module[1..];
}
