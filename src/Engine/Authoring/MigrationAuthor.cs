using DocMigrate.Backends;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Detection;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Manifests;
using DocMigrate.Engine.Models;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Serialization;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Authoring;

/// <summary>Writes the migrations that the models ask for.</summary>
internal sealed class MigrationAuthor(
    MigrationConfiguration configuration, MigrationCatalog catalog, IReadOnlyDictionary<string, IStoreKind> kinds, OperationSerializer serializer, TimeProvider time)
{
    private readonly DetectionStore[] _stores = Stores(configuration, kinds);
    private readonly MigrationFolder _folder = new(configuration, catalog, Stores(configuration, kinds));
    private DetectedMigration[] _new = [];

    /// <summary>The migrations that the models ask for and the code lacks.</summary>
    public IReadOnlyList<DetectedMigration> Detect(MakeMigrationsOptions options, MigrationGraph graph) => Detect(options, graph, ReadModels());

    /// <summary>Writes what the models ask for, or what the options say.</summary>
    /// <param name="options">What to write.</param>
    /// <param name="graph">What depends on what.</param>
    /// <param name="isApplied">Whether something of a migration is in the stores here; null when they can't be asked.</param>
    /// <exception cref="AnswerRequiredException">A default is needed and not stated, or which branch comes first.</exception>
    /// <exception cref="ConfigurationException">A model or an option can't be used, or a file can't be written.</exception>
    public MakeMigrationsReport Make(MakeMigrationsOptions options, MigrationGraph graph, Func<MigrationId, bool>? isApplied = null)
    {
        var models = ReadModels();
        var report = options switch
        {
            { Merge: true } => Merge(options, graph, isApplied),
            { Update: true } => Update(options, graph, models, isApplied),
            { Empty: true } => New(options, [new Autodetector(_stores, time).CreateEmpty(Ordered(graph), options.Module ?? configuration.Module, options.Name)]),
            _ => New(options, Detect(options, graph, models)),
        };
        return report with
        {
            Models = models.Length,
            Written = !options.DryRun && report.Files.Count + report.Edits.Count > 0,
            Manifest = options.DryRun || report.Edits.Count > 0 ? null : UpdateManifest(),
        };
    }

    /// <summary>Why the manifest is not what the code says, as a sentence; null when it is, or when there is none.</summary>
    /// <exception cref="ConfigurationException">It can't be read.</exception>
    public string? ManifestFault() =>
        MigrationManifest.Read(ManifestPath) is { } manifest && manifest != Manifest()
            ? $"'{ManifestPath}' is not what the code says: {Difference(manifest, Manifest())}."
            : null;

    private string ManifestPath => Path.Combine(configuration.MigrationsDirectory, MigrationManifest.FileName);

    private static string Difference(MigrationManifest manifest, MigrationManifest code)
    {
        var first = code.Migrations.Except(manifest.Migrations).Concat(manifest.Migrations.Except(code.Migrations)).FirstOrDefault();
        return first is null ? "the order is another one" : $"it differs in '{first.Id}'";
    }

    private MigrationManifest Manifest() =>
        MigrationManifest.Of([.. catalog.Definitions, .. _new.Select(static migration => migration.ToDefinition())], Hash);

    private string Hash(MigrationDefinition definition) =>
        catalog.Find(definition.Id) is null ? serializer.Hash(definition) : catalog.HashOf(definition, serializer);

    // Text against text: a manifest with the marks of a conflict is written anew as well.
    private string? UpdateManifest()
    {
        var manifest = Manifest();
        var text = manifest.ToText();
        if ((manifest.Migrations.Count == 0 && !File.Exists(ManifestPath)) || (File.Exists(ManifestPath) && File.ReadAllText(ManifestPath) == text))
        {
            return null;
        }

        SourceFile.Guard(ManifestPath, () =>
        {
            Directory.CreateDirectory(configuration.MigrationsDirectory);
            File.WriteAllText(ManifestPath, text);
        });
        return ManifestPath;
    }

    /// <summary>Makes one migration of several.</summary>
    public SquashReport Squash(SquashOptions options, MigrationGraph graph, SquashView view) =>
        new Squasher(_folder, catalog, graph, view, new MigrationNamer(graph, time)).Squash(options);

    private MakeMigrationsReport New(MakeMigrationsOptions options, IEnumerable<DetectedMigration> migrations)
    {
        _new = [.. migrations];
        var files = _new.Select(_folder.Report).ToValueList();
        if (!options.DryRun)
        {
            MigrationFolder.Write(files);
        }

        return new MakeMigrationsReport(files, 0, false);
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

    private MakeMigrationsReport Merge(MakeMigrationsOptions options, MigrationGraph graph, Func<MigrationId, bool>? isApplied)
    {
        var merger = new BranchMerger(catalog, graph, new MigrationNamer(graph, time), new Renumbering(_folder, catalog, graph), isApplied);
        var merges = graph.Modules
            .Where(module => (options.Module is null || options.Module == module) && graph.Leaves(module).Count > 1)
            .Select(module => merger.Merge(module, options))
            .ToArray();
        FileEdit[] edits = [.. merges.SelectMany(static merge => merge.Edits)];
        var report = New(options, merges.Select(static merge => merge.Joining).OfType<DetectedMigration>());
        if (!options.DryRun)
        {
            FileEdit.Apply(edits);
        }

        return report with { Edits = edits.Select(static edit => edit.Report()).ToValueList(), Notes = merger.Notes.ToValueList() };
    }

    private MakeMigrationsReport Update(
        MakeMigrationsOptions options, MigrationGraph graph, IReadOnlyList<EntityModel> models, Func<MigrationId, bool>? isApplied)
    {
        var updater = new LastMigrationUpdater(_folder, catalog, graph, new MigrationNamer(graph, time), isApplied);
        var updates = Detect(options with { Name = null }, graph, models).Select(detected => updater.Update(detected, options.Name)).ToArray();
        FileEdit[] edits =
        [
            .. updates.Select(update => new FileEdit(
                new MigrationId(update.Migration.Id.Module, graph.Leaf(update.Migration.Id.Module).Name),
                update.File,
                update.File with { Path = Path.Combine(Path.GetDirectoryName(update.File.Path)!, update.Migration.Id.Name + ".cs"), Text = _folder.Report(update.Migration).Text })),
        ];
        if (!options.DryRun)
        {
            FileEdit.Apply(edits);
        }

        return new MakeMigrationsReport(updates.Select(update => _folder.Report(update.Migration)).ToValueList(), 0, false)
        {
            Edits = edits.Select(static edit => edit.Report()).ToValueList(),
            Notes = isApplied is null ? ["Whether the migration is applied could not be read: a store can't be reached."] : [],
        };
    }

    // With the graph's dependencies: those on a migration that was squashed lead to the squash.
    private MigrationDefinition[] Ordered(MigrationGraph graph) =>
        [.. graph.Order.Select(id => catalog.Find(id)! with { Dependencies = graph.Parents(id).ToValueList() })];

    private static DetectionStore[] Stores(MigrationConfiguration configuration, IReadOnlyDictionary<string, IStoreKind> kinds) =>
        [.. configuration.Stores.Select(store => new DetectionStore(store.Name, kinds[store.Name]))];

    private EntityModel[] ReadModels()
    {
        var reader = new ModelReader(new ModelReaderOptions
        {
            DefaultModule = configuration.Module,
            Stores = _stores.Select(static store => new ModelStore(store.Name, store.Kind.Name)).ToValueList(),
        });
        return [.. catalog.Assemblies.SelectMany(reader.Read)];
    }
}
