using DocMigrate.Backends;
using DocMigrate.Engine.CodeGeneration;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Detection;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Models;
using DocMigrate.Engine.Reporting;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Authoring;

/// <summary>Writes the migrations that the models ask for.</summary>
internal sealed class MigrationAuthor(
    MigrationConfiguration configuration, MigrationCatalog catalog, IReadOnlyDictionary<string, IStoreKind> kinds, TimeProvider time)
{
    private readonly DetectionStore[] _stores = [.. configuration.Stores.Select(store => new DetectionStore(store.Name, kinds[store.Name]))];

    /// <summary>The migrations that the models ask for and the code lacks.</summary>
    public IReadOnlyList<DetectedMigration> Detect(MakeMigrationsOptions options, MigrationGraph graph) => Detect(options, graph, ReadModels());

    /// <exception cref="AnswerRequiredException">A default is needed and not stated.</exception>
    /// <exception cref="ConfigurationException">A model or an option can't be used, or a file can't be written.</exception>
    public MakeMigrationsReport Make(MakeMigrationsOptions options, MigrationGraph graph)
    {
        var models = ReadModels();
        var migrations = options switch
        {
            { Merge: true } => Merge(options, graph),
            { Empty: true } => [new Autodetector(_stores, time).CreateEmpty(Ordered(graph), options.Module ?? configuration.Module, options.Name)],
            _ => Detect(options, graph, models),
        };
        var writer = new MigrationFileWriter(_stores);
        var files = migrations.Select(migration => Report(migration, writer.Write(migration, Namespace(migration.Id.Module)))).ToValueList();
        if (!options.DryRun)
        {
            Write(files);
        }

        return new MakeMigrationsReport(files, models.Length, !options.DryRun && files.Count > 0);
    }

    private IReadOnlyList<DetectedMigration> Detect(MakeMigrationsOptions options, MigrationGraph graph, IReadOnlyList<EntityModel> models) =>
        new Autodetector(_stores, time).Detect(new DetectionRequest
        {
            Migrations = Ordered(graph),
            Models = models,
            Module = options.Module,
            Name = options.Name,
            Renames = new RenameHintParser(models).Parse(options.Renames),
            Defaults = new DefaultAnswerParser(models).Parse(options.Defaults),
        });

    private DetectedMigration[] Merge(MakeMigrationsOptions options, MigrationGraph graph) =>
    [
        .. graph.Modules
            .Where(module => options.Module is null || options.Module == module)
            .Select(module => (Module: module, Leaves: graph.Leaves(module)))
            .Where(static item => item.Leaves.Count > 1)
            .Select(item => new DetectedMigration
            {
                Id = new MigrationNamer(graph, time).Name(item.Module, options.Name ?? "merge", []),
                Dependencies = item.Leaves.ToValueList(),
            }),
    ];

    // With the graph's dependencies: those on a migration that was squashed lead to the squash.
    private MigrationDefinition[] Ordered(MigrationGraph graph) =>
        [.. graph.Order.Select(id => catalog.Find(id)! with { Dependencies = graph.Parents(id).ToValueList() })];

    private EntityModel[] ReadModels()
    {
        var reader = new ModelReader(new ModelReaderOptions
        {
            DefaultModule = configuration.Module,
            Stores = _stores.Select(static store => new ModelStore(store.Name, store.Kind.Name)).ToValueList(),
        });
        return [.. catalog.Assemblies.SelectMany(reader.Read)];
    }

    private MigrationFileReport Report(DetectedMigration migration, MigrationFile file) => new(
        migration.Id.ToString(),
        Path.Combine(Folder(migration.Id.Module), file.FileName),
        file.Text,
        migration.Operations.Select(static operation => $"{operation.Store}: {operation.Operation.Describe()}").ToValueList());

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

    private static void Write(IReadOnlyList<MigrationFileReport> files)
    {
        foreach (var file in files.Where(static file => File.Exists(file.Path)))
        {
            throw new ConfigurationException(
                AuthoringErrors.FileExists, $"'{file.Path}' is there already, and the built project does not have its migration '{file.Migration}'.",
                "Build the project and run again, or pass --name to give the new migration another name.");
        }

        foreach (var file in files)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
                File.WriteAllText(file.Path, file.Text);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new ConfigurationException(
                    AuthoringErrors.CannotWrite, $"'{file.Path}' can't be written: {error.Message}",
                    "Check the folder that \"migrations\" in docmigrate.json names, and that you may write to it.", error);
            }
        }
    }
}
