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
    private readonly ManifestFile _manifest = new(configuration.MigrationsDirectory, catalog, serializer);

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
        var changes = options switch
        {
            { Merge: true } => Merge(options, graph, isApplied),
            { Update: true } => Update(options, graph, models, isApplied),
            { Empty: true } => New([new Autodetector(_stores, time).CreateEmpty(Ordered(graph), options.Module ?? configuration.Module, options.Name)]),
            _ => New(Detect(options, graph, models)),
        };
        if (!options.DryRun)
        {
            changes.Write();
        }

        return new MakeMigrationsReport([.. changes.New, .. changes.Updated], models.Length, !options.DryRun && changes.New.Count + changes.Edits.Count > 0)
        {
            Edits = changes.Edits.Select(static edit => edit.Report()).ToValueList(),
            Manifest = options.DryRun ? null : _manifest.Update(changes.Made(catalog.Definitions)),
            Notes = changes.Notes,
        };
    }

    /// <summary>Why the manifest is not what the code says, as a sentence; null when it is, or when there is none.</summary>
    /// <exception cref="ConfigurationException">It can't be read.</exception>
    public string? ManifestFault() => _manifest.Fault();

    /// <summary>Makes one migration of several.</summary>
    public SquashReport Squash(SquashOptions options, MigrationGraph graph, SquashView view) =>
        new Squasher(_folder, _manifest, catalog, graph, view, new MigrationNamer(graph, time)).Squash(options);

    private MigrationChanges New(IReadOnlyList<DetectedMigration> migrations) => new()
    {
        New = migrations.Select(_folder.Report).ToValueList(),
        Definitions = migrations.Select(_folder.Definition).ToValueList(),
        Notes = migrations.SelectMany(static migration => migration.Operations).Select(static operation => operation.Operation.Note).OfType<string>().ToValueList(),
    };

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

    private MigrationChanges Merge(MakeMigrationsOptions options, MigrationGraph graph, Func<MigrationId, bool>? isApplied)
    {
        var merger = new BranchMerger(catalog, graph, new MigrationNamer(graph, time), new Renumbering(_folder, catalog, graph), isApplied);
        var merges = graph.Modules
            .Where(module => (options.Module is null || options.Module == module) && graph.Leaves(module).Count > 1)
            .Select(module => merger.Merge(module, options))
            .ToArray();
        return New([.. merges.Select(static merge => merge.Joining).OfType<DetectedMigration>()]) with
        {
            Edits = merges.SelectMany(static merge => merge.Edits).ToValueList(),
            Notes = merger.Notes.ToValueList(),
        };
    }

    private MigrationChanges Update(
        MakeMigrationsOptions options, MigrationGraph graph, IReadOnlyList<EntityModel> models, Func<MigrationId, bool>? isApplied)
    {
        var updater = new LastMigrationUpdater(_folder, catalog, graph, new MigrationNamer(graph, time), isApplied);
        var updates = Detect(options with { Name = null }, graph, models).Select(detected => updater.Update(detected, options.Name)).ToArray();
        return new MigrationChanges
        {
            Updated = updates.Select(update => _folder.Report(update.Migration)).ToValueList(),
            Edits = updates.Select(update => Edit(graph.Leaf(update.Migration.Id.Module), update.Migration, update.File)).ToValueList(),
            Notes = isApplied is null ? ["Whether the migration is applied could not be read: a store can't be reached."] : [],
        };
    }

    private FileEdit Edit(MigrationId id, DetectedMigration migration, SourceFile file) => new(
        id,
        file,
        file with { Path = Path.Combine(Path.GetDirectoryName(file.Path)!, migration.Id.Name + ".cs"), Text = _folder.Report(migration).Text },
        _folder.Definition(migration));

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
