using DocMigrate.Backends;
using DocMigrate.Document.Building;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Running;
using DocMigrate.Running;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>Migrations of one store of documents, run by the engine as the tool runs them; the store's database has the history too.</summary>
/// <param name="store">The store. Its chunk size is the project's.</param>
public sealed class DocumentProject(DocumentStoreHarness store)
{
    private readonly List<MigrationDefinition> _migrations = [];

    /// <summary>What the runs said.</summary>
    public RecordingObserver Recorded { get; } = new();

    /// <summary>Declares the next migration, of one collection; each depends on the one before it.</summary>
    public void Define(string name, Action<DocumentsBuilder> build, string collection = DocumentSuite.Collection)
    {
        var builder = new MigrationBuilder(new MigrationId("app", name));
        if (_migrations.Count > 0)
        {
            builder.DependsOn(_migrations[^1].Id.Name);
        }

        builder.Documents(DocumentStoreHarness.Store, collection, build);
        _migrations.Add(builder.ToDefinition());
    }

    /// <summary>Declares the last migration anew, as an author does who corrects it.</summary>
    public void Redefine(string name, Action<DocumentsBuilder> build, string collection = DocumentSuite.Collection)
    {
        _migrations.RemoveAt(_migrations.Count - 1);
        Define(name, build, collection);
    }

    /// <summary>The engine, as one process has it.</summary>
    public Migrator Open() => Open(store.Provider);

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
            await using var migrator = Open(new StoppingProvider(store.Provider, checkpoints, stop.Cancel));
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

    private Migrator Open(IStoreProvider provider)
    {
        var settings = store.EffectiveSettings;
        var configuration = new MigrationConfiguration
        {
            BaseDirectory = settings.BaseDirectory,
            MigrationsDirectory = Path.Combine(settings.BaseDirectory, MigrationConfiguration.DefaultMigrations),
            History = settings.Name,
            Stores = [settings],
        };
        return Migrator.Create(configuration, MigrationCatalog.FromDefinitions(_migrations), new StoreProviders(provider));
    }

    private static Task<RunResult> MigrateAsync(Migrator migrator, string? target, IRunObserver observer, CancellationToken cancellationToken) =>
        migrator.MigrateAsync(target is null ? MigrationTarget.Latest : MigrationTarget.To("app", target), null, observer, cancellationToken);
}
