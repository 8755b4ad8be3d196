using DocMigrate.Backends;
using DocMigrate.Document.Building;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Running;
using DocMigrate.Operations;
using DocMigrate.Running;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>Migrations of stores of documents, run by the engine as the tool runs them; the first store's database has the history too.</summary>
/// <param name="store">The store. Its chunk size is the project's.</param>
/// <param name="second">A second store, which has the name <see cref="Second"/>; null for none.</param>
public sealed class DocumentProject(DocumentStoreHarness store, DocumentStoreHarness? second = null)
{
    /// <summary>The second store's name.</summary>
    public const string Second = "second";

    private readonly List<MigrationDefinition> _migrations = [];

    /// <summary>Whether each migration runs alone, though the store could do several in one pass. Default false.</summary>
    public bool Stepwise { get; init; }

    /// <summary>What the runs said.</summary>
    public RecordingObserver Recorded { get; } = new();

    /// <summary>Is called each time that a store was looked at before a run; null, the default, for nothing.</summary>
    public Func<Task>? Looked { get; set; }

    /// <summary>Declares the next migration, of one collection; each depends on the one before it.</summary>
    public void Define(string name, Action<DocumentsBuilder> build, string collection = DocumentSuite.Collection) =>
        Define(name, migration => migration.Documents(DocumentStoreHarness.Store, collection, build));

    /// <summary>The same of the collection of both stores.</summary>
    public void Define(string name, Action<DocumentsBuilder> build, Action<DocumentsBuilder> buildSecond) => Define(name, migration => migration
        .Documents(DocumentStoreHarness.Store, DocumentSuite.Collection, build).Documents(Second, DocumentSuite.Collection, buildSecond));

    /// <summary>Declares the next migration, of operations that are made already.</summary>
    public void Define(string name, IEnumerable<MigrationOperation> operations) => Define(name, migration =>
    {
        foreach (var operation in operations)
        {
            migration.Add(DocumentStoreHarness.Store, operation);
        }
    });

    /// <summary>Declares the last migration anew, as an author does who corrects it.</summary>
    public void Redefine(string name, Action<DocumentsBuilder> build, string collection = DocumentSuite.Collection)
    {
        _migrations.RemoveAt(_migrations.Count - 1);
        Define(name, build, collection);
    }

    /// <summary>The engine, as one process has it.</summary>
    public Migrator Open() => Open(Provider);

    private IStoreProvider Provider => Looked is not null
        ? new StoppingProvider(store.Provider, int.MaxValue, static () => { }) { Looked = Looked }
        : Stepwise ? new StepwiseProvider(store.Provider) : store.Provider;

    /// <param name="target">A migration's name or a beginning of it, or <c>zero</c>; null for the latest.</param>
    /// <param name="observer">Null for <see cref="Recorded"/>.</param>
    /// <param name="cancellationToken">Null for the test's own.</param>
    public async Task<RunResult> MigrateAsync(string? target = null, IRunObserver? observer = null, CancellationToken? cancellationToken = null)
    {
        await using var migrator = Open();
        return await MigrateAsync(migrator, target, observer ?? Recorded, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    /// <summary>Migrates, and is stopped when so many checkpoints have committed.</summary>
    /// <returns>Whether it was stopped; false when it was done before.</returns>
    public async Task<bool> StopAsync(int checkpoints, string? target = null)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            await using var migrator = Open(new StoppingProvider(Provider, checkpoints, stop.Cancel));
            await MigrateAsync(migrator, target, Recorded, stop.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Each migration with its status.</summary>
    public async Task<List<string>> StatusesAsync()
    {
        await using var migrator = Open();
        return [.. (await migrator.ShowAsync(TestContext.Current.CancellationToken)).Select(static migration => $"{migration.Name} {migration.Status}")];
    }

    /// <summary>The last migration's status on each store.</summary>
    public async Task<List<string>> PartsAsync()
    {
        await using var migrator = Open();
        return [.. (await migrator.ShowAsync(TestContext.Current.CancellationToken))[^1].Stores.Select(static part => $"{part.Store} {part.Status}")];
    }

    private void Define(string name, Action<MigrationBuilder> build)
    {
        var builder = new MigrationBuilder(new MigrationId("app", name));
        if (_migrations.Count > 0)
        {
            builder.DependsOn(_migrations[^1].Id.Name);
        }

        build(builder);
        _migrations.Add(builder.ToDefinition());
    }

    private Migrator Open(IStoreProvider provider)
    {
        var settings = store.EffectiveSettings;
        var configuration = new MigrationConfiguration
        {
            BaseDirectory = settings.BaseDirectory,
            MigrationsDirectory = Path.Combine(settings.BaseDirectory, MigrationConfiguration.DefaultMigrations),
            History = settings.Name,
            Stores = second is null ? [settings] : [settings, second.EffectiveSettings with { Name = Second }],
        };
        return Migrator.Create(configuration, MigrationCatalog.FromDefinitions(_migrations), new StoreProviders(provider));
    }

    private static Task<RunResult> MigrateAsync(Migrator migrator, string? target, IRunObserver observer, CancellationToken cancellationToken) =>
        migrator.MigrateAsync(target is null ? MigrationTarget.Latest : MigrationTarget.To("app", target), null, observer, cancellationToken);
}
