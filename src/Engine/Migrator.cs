using System.Reflection;
using DocMigrate.Backends;
using DocMigrate.Engine.Authoring;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.DryRuns;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Inspection;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Keeping;
using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Planning;
using DocMigrate.Engine.Repairing;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Serialization;
using DocMigrate.Engine.Stores;
using DocMigrate.History;
using DocMigrate.Locking;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine;

/// <summary>Migrates the stores of a configuration: what the tool does, and what an application can do at its start. Not thread-safe.</summary>
/// <remarks>Opening one touches no database; disposing it closes those that were used.</remarks>
public sealed class Migrator : IAsyncDisposable
{
    private readonly MigrationConfiguration _configuration;
    private readonly MigrationCatalog _catalog;
    private readonly StoreProviders _providers;
    private readonly TimeProvider _time;
    private readonly StoreSet _stores;
    private readonly OperationSerializer _serializer;
    private readonly HistoryReader _reader;
    private readonly MigrationPlanner _planner;

    private Migrator(MigrationConfiguration configuration, MigrationCatalog catalog, StoreProviders providers, TimeProvider time)
    {
        _configuration = configuration;
        _catalog = catalog;
        _providers = providers;
        _time = time;
        _stores = StoreSet.Open(configuration, providers);
        _serializer = OperationSerializer.For(providers.Kinds);
        _reader = new HistoryReader(_stores, catalog, _serializer);
        _planner = new MigrationPlanner(catalog, _serializer, [.. _stores.Names]);
    }

    /// <summary>Opens the stores of a configuration file, with the migrations of an assembly and the providers that it refers to.</summary>
    /// <param name="configurationPath">The file, or the folder that <c>docmigrate.json</c> is in.</param>
    /// <param name="migrations">The assembly with the migrations and the models.</param>
    /// <param name="connections">Connection strings by store that replace the file's; null for none.</param>
    /// <exception cref="Errors.ConfigurationException">The file is not there or can't be used, or a provider is lacking.</exception>
    /// <exception cref="Errors.CatalogException">Two migrations have one name, or a class can't be a migration.</exception>
    public static Migrator Open(string configurationPath, Assembly migrations, IReadOnlyDictionary<string, string>? connections = null)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        var file = ConfigurationReader.Find(configurationPath, Environment.CurrentDirectory);
        var configuration = new ConfigurationReader().Read(file, connections);
        return Create(configuration, MigrationCatalog.FromAssemblies(migrations), StoreProviders.Discover(migrations));
    }

    /// <summary>Opens the stores of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="catalog">The migrations.</param>
    /// <param name="providers">The providers of the stores.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="Errors.ConfigurationException">A store has an unknown provider, or settings that it can't use.</exception>
    public static Migrator Create(
        MigrationConfiguration configuration, MigrationCatalog catalog, StoreProviders providers, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(providers);
        return new Migrator(configuration, catalog, providers, timeProvider ?? TimeProvider.System);
    }

    /// <summary>What <see cref="MigrateAsync"/> would do, with estimates by the backends. Changes nothing.</summary>
    /// <exception cref="Errors.MigrationException">The migrations, the target, or a store can't be used; the derived type says which.</exception>
    public Task<MigrationPlan> PlanAsync(MigrationTarget target, CancellationToken cancellationToken)
    {
        RequireMigrations();
        return PlanAsync(target, null, sync: false, cancellationToken);
    }

    /// <summary>What <see cref="MigrateAsync"/> or, for <paramref name="sync"/>, <see cref="SyncAsync"/> would do with these options; null for the defaults. Changes nothing.</summary>
    /// <exception cref="Errors.MigrationException">The migrations, the target, or a store can't be used; the derived type says which.</exception>
    public async Task<MigrationPlan> PlanAsync(MigrationTarget target, RunOptions? options, bool sync, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var history = await _reader.ReadAsync(cancellationToken);
        history.RequireConsistentStores();
        var plan = _planner.Plan(history, target, sync, options?.KeepOrder == true);
        return await new PlanDetailer(_stores).DetailAsync(PlanFuser.Fuse(plan, history, _stores), cancellationToken);
    }

    /// <summary>What <see cref="SyncAsync"/> would do, with estimates by the backends. Changes nothing.</summary>
    /// <exception cref="Errors.MigrationException">The migrations, the target, or a store can't be used; the derived type says which.</exception>
    public Task<MigrationPlan> PlanSyncAsync(MigrationTarget target, CancellationToken cancellationToken) => PlanAsync(target, null, sync: true, cancellationToken);

    /// <summary>
    /// Does what <see cref="MigrateAsync"/> would do to a sample of the documents, in this process, and says what becomes of them; of tables, it gives the commands. Writes nothing,
    /// takes no lock, and makes no database. The code of a transform runs, with what else it may do.
    /// </summary>
    /// <param name="options">What to try; null for everything that is pending.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.MigrationException">The migrations, the target, or a store can't be used, or the run would be refused; the derived type says which.</exception>
    public Task<DryRunReport> DryRunAsync(DryRunOptions? options, CancellationToken cancellationToken) =>
        new PlanTrial(_stores, _planner, _reader, _catalog).RunAsync(options ?? new DryRunOptions(), cancellationToken);

    /// <summary>Takes the stores to the target: forwards, or back.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="observer">Is told what happens; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it at the next safe point. The same call goes on from there.</param>
    /// <exception cref="Errors.MigrationException">Something stopped it; the derived type says what. What was done is recorded.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<RunResult> MigrateAsync(MigrationTarget target, RunOptions? options, IRunObserver? observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        RequireMigrations();
        return Runner(observer).RunAsync(new RunRequest(target, options ?? new RunOptions()), cancellationToken);
    }

    /// <summary>
    /// Makes the stores match the checked-out code: undoes, from the operations in the history, the applied migrations that the code does not have and
    /// what depends on them; then goes to the target as <see cref="MigrateAsync"/> does. A method of its own, and no option of that one, because an
    /// application must not do this at its start: an old instance would undo what a new one has just applied.
    /// </summary>
    /// <param name="target">Where to.</param>
    /// <param name="options">How; null for the defaults, with which SQL out of the history is refused.</param>
    /// <param name="observer">Is told what happens; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it at the next safe point. The same call goes on from there.</param>
    /// <exception cref="Errors.MigrationException">Something stopped it; the derived type says what. What was done is recorded.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<RunResult> SyncAsync(MigrationTarget target, RunOptions? options, IRunObserver? observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Runner(observer).RunAsync(new RunRequest(target, options ?? new RunOptions()) { Sync = true }, cancellationToken);
    }

    /// <summary>Records what <see cref="MigrateAsync"/> would do as done, in the ledger and in the journals, and runs no operation.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="observer">Is told what happens; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it. The same call goes on from there.</param>
    /// <exception cref="Errors.MigrationException">A migration is half-done, or something stopped it; the derived type says what.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<RunResult> FakeAsync(MigrationTarget target, RunOptions? options, IRunObserver? observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        RequireMigrations();
        return Runner(observer).RunAsync(new RunRequest(target, options ?? new RunOptions()) { Fake = true }, cancellationToken);
    }

    /// <summary>What <see cref="PruneAsync"/> would take out of the history. Changes nothing.</summary>
    /// <param name="module">The module.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.HistoryException">There is no such module, or something of it must stay.</exception>
    public Task<PruneReport> PlanPruneAsync(string module, CancellationToken cancellationToken) => Pruner(null).PlanAsync(module, cancellationToken);

    /// <summary>
    /// Takes out of the history what the code of a module no longer has. Changes no data: what these migrations did stays, and can no longer be rolled back.
    /// The log of events says that it was done.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="migrations">Exactly those that <see cref="PlanPruneAsync"/> named.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="observer">Is told what happens; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it. The same call goes on from there.</param>
    /// <exception cref="Errors.HistoryException">There is no such module, something of it must stay, or others are to be pruned by now.</exception>
    public Task<PruneReport> PruneAsync(
        string module, IReadOnlyCollection<MigrationId> migrations, RunOptions? options, IRunObserver? observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        return Pruner(observer).RunAsync(module, migrations, options ?? new RunOptions(), cancellationToken);
    }

    /// <summary>
    /// Makes the history say what the stores say, where it was lost, or where a store was restored to an earlier copy, deleted or swapped. Needs no
    /// migrations in the code. Doing it again does nothing.
    /// </summary>
    /// <param name="options">What may be repaired; null for the history alone.</param>
    /// <param name="observer">Is told when it waits for another run; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it before anything is written.</param>
    /// <returns>What was done, or would be.</returns>
    /// <exception cref="Errors.HistoryException">What is wrong is not what the options allow to repair.</exception>
    /// <exception cref="Errors.LockedException">Another run works on one of the databases.</exception>
    public Task<RepairReport> RepairAsync(RepairOptions? options, IRunObserver? observer, CancellationToken cancellationToken)
    {
        return new HistoryRepair(Services(observer), _reader, new RepairPlanner(_catalog, _serializer)).RunAsync(options ?? new RepairOptions(), cancellationToken);
    }

    /// <summary>The operations on a store, as the code has them and as the history says that they were applied: what a <c>DocumentUpgrader</c> is made of. Changes nothing.</summary>
    /// <param name="store">The store's name in the configuration.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.ConfigurationException">There is no such store.</exception>
    /// <exception cref="Errors.StoreException">The history can't be read.</exception>
    public async Task<StoreOperations> OperationsAsync(string store, CancellationToken cancellationToken)
    {
        _configuration.Store(store);
        return _planner.OperationsOn(store, await _reader.ReadAsync(cancellationToken));
    }

    /// <inheritdoc cref="ShowAsync(IRunObserver?, CancellationToken)"/>
    public Task<IReadOnlyList<MigrationReport>> ShowAsync(CancellationToken cancellationToken) => ShowAsync(null, cancellationToken);

    /// <summary>Where each migration stands, in the order in which they apply; those that only the history knows come last. Changes nothing.</summary>
    /// <param name="observer">Is warned where history and stores don't fit; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<MigrationReport>> ShowAsync(IRunObserver? observer, CancellationToken cancellationToken)
    {
        var history = await _reader.ReadAsync(cancellationToken);
        Warn(history, observer);
        return new StatusReporter(_planner, _catalog).Report(history);
    }

    /// <summary>The history, oldest first. Changes nothing.</summary>
    public Task<IReadOnlyList<HistoryReport>> HistoryAsync(CancellationToken cancellationToken) => HistoryAsync(null, cancellationToken);

    /// <summary>The history, oldest first. Changes nothing.</summary>
    /// <param name="observer">Is warned where history and stores don't fit; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<HistoryReport>> HistoryAsync(IRunObserver? observer, CancellationToken cancellationToken)
    {
        if (observer is not null)
        {
            Warn(await _reader.ReadAsync(cancellationToken), observer);
        }

        await _stores.History.ExistsAsync(cancellationToken);
        var events = await _stores.History.Ledger.ReadEventsAsync(cancellationToken);
        return [.. events.Select(HistoryReport.From)];
    }

    /// <summary>The commands that <see cref="MigrateAsync"/> would run. Changes nothing.</summary>
    public async Task<ScriptReport> ScriptAsync(MigrationTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        RequireMigrations();
        var history = await _reader.ReadAsync(cancellationToken);
        history.RequireConsistentStores();
        return await ScriptReport.OfAsync(_planner.Plan(history, target).Steps, _stores, cancellationToken);
    }

    /// <summary>The commands of one migration, whatever is applied. Changes nothing.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The name, or a unique beginning of it.</param>
    /// <param name="direction">Applying it, or undoing it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.HistoryException">There is no such migration.</exception>
    public async Task<ScriptReport> ScriptAsync(string module, string name, Direction direction, CancellationToken cancellationToken)
    {
        RequireMigrations();
        var target = new TargetResolver(_planner.Graph).Resolve(MigrationTarget.To(module, name));
        var steps = target.Migrations.SelectMany(id => _planner.PlanOne(id, direction).Steps);
        return await ScriptReport.OfAsync(steps, _stores, cancellationToken);
    }

    /// <summary>Looks for pending, edited and lost migrations, for models that no migration makes, and for stores that can't be reached. Changes nothing.</summary>
    /// <exception cref="Errors.CatalogException">The migrations contradict each other.</exception>
    /// <exception cref="Errors.ConfigurationException">A model can't be read.</exception>
    public Task<CheckReport> CheckAsync(CancellationToken cancellationToken) => Checker().CheckAsync(cancellationToken);

    /// <summary>As <see cref="CheckAsync"/>, but leaves the models out: what a running application can ask now and then. Changes nothing.</summary>
    public Task<CheckReport> CheckStoresAsync(CancellationToken cancellationToken) => Checker().CheckStoresAsync(cancellationToken);

    /// <summary>Who holds the lock of each database, and what has become of them. Changes nothing.</summary>
    /// <exception cref="Errors.StoreException">A database can't be reached.</exception>
    public Task<IReadOnlyList<LockReport>> LocksAsync(CancellationToken cancellationToken) => new Unlocker(_stores, _time).ShowAsync(cancellationToken);

    /// <summary>
    /// Takes the locks away from their holders, and raises the fence in every database: a holder that was frozen or cut off writes nothing more when it
    /// wakes. One that is at work stops at its next transaction, and records not even that: the next run goes on from what it had committed.
    /// </summary>
    /// <param name="holders">From whom: the holders of <see cref="LocksAsync"/> that it was decided about.</param>
    /// <param name="cancellationToken">Stops it; nothing was changed then.</param>
    /// <exception cref="Errors.LockedException">A lock is held by somebody else by now, or its holder is inside a transaction. Nothing was changed.</exception>
    /// <exception cref="Errors.StoreException">A database can't be reached or written.</exception>
    public Task<UnlockReport> UnlockAsync(IReadOnlyCollection<LockHolder> holders, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(holders);
        return new Unlocker(_stores, _time).UnlockAsync(holders, cancellationToken);
    }

    /// <summary>
    /// Writes the migrations that the models ask for, next to the others. Looks at what is applied where that matters: <see cref="MakeMigrationsOptions.Merge"/> and
    /// <see cref="MakeMigrationsOptions.Update"/>. Changes no store.
    /// </summary>
    /// <param name="options">What to write.</param>
    /// <param name="cancellationToken">Stops it before anything is written.</param>
    /// <exception cref="Errors.AnswerRequiredException">A default is needed and not stated, or which of two branches comes first.</exception>
    /// <exception cref="Errors.CatalogException">The migrations contradict each other, or there is none to update.</exception>
    /// <exception cref="Errors.HistoryException">What would have to change is applied.</exception>
    /// <exception cref="Errors.ConfigurationException">A model or an option can't be used, or a file can't be written.</exception>
    public async Task<MakeMigrationsReport> MakeMigrationsAsync(MakeMigrationsOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Merge || options.Update
            ? Author().Make(options, _planner.Graph, await AppliedAsync(cancellationToken))
            : Author().Make(options, _planner.Graph);
    }

    /// <summary>Writes a migration that takes the place of several. Touches no store.</summary>
    /// <exception cref="Errors.HistoryException">A name is unknown.</exception>
    /// <exception cref="Errors.CatalogException">There is nothing to squash, or it can't be done; the message says what is in the way.</exception>
    /// <exception cref="Errors.ConfigurationException">The file can't be written.</exception>
    public SquashReport SquashMigrations(SquashOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireMigrations();
        return Author().Squash(options, _planner.Graph, _planner.View(HistorySnapshot.Empty));
    }

    /// <summary>Looks at what is really in the stores, for <c>inspect</c> and <c>drift</c>.</summary>
    public ProjectInspector Inspector => new(_stores, _catalog, _serializer, _reader);

    /// <summary>The documents that operations could not convert.</summary>
    public QuarantineManager Quarantine => new(Services(null), _reader, _planner);

    /// <summary>Brings documents up to date that older programs wrote since their migrations ran, and tells the history how many are late still. Doing it again does no harm.</summary>
    /// <param name="options">What, and how; null for all.</param>
    /// <param name="observer">Is told what happens; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it between two chunks, each of which is one transaction.</param>
    /// <exception cref="Errors.MigrationException">A half-done migration is in the way, another run, a store that can't be swept or written, or code that is missing.</exception>
    public Task<SweepReport> SweepAsync(SweepOptions? options, IRunObserver? observer, CancellationToken cancellationToken) => new Sweeper(Services(observer), _reader, _planner).RunAsync(options ?? new(), cancellationToken);

    /// <summary>What operations took away and the stores keep aside.</summary>
    public ShadowManager Shadow => new(Services(null), _reader);

    /// <summary>The report of a plan of this project.</summary>
    public PlanReport Describe(MigrationPlan plan) => PlanReport.From(plan, _providers.Kinds);

    /// <summary>The command that opens a shell on a store.</summary>
    /// <param name="store">The store; null for the one that holds the history.</param>
    /// <exception cref="Errors.ConfigurationException">There is no such store.</exception>
    public ShellCommand Shell(string? store)
    {
        var settings = _configuration.Store(store ?? _configuration.History);
        return _providers.For(settings).Shell(settings);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    private MigrationRunner Runner(IRunObserver? observer) => new(Services(observer), _reader, new HistoryGlance(_stores, _catalog, _serializer), _planner);

    private Pruner Pruner(IRunObserver? observer) => new(Services(observer), _reader, _planner, _catalog);

    private RunServices Services(IRunObserver? observer) => new(_stores, _serializer, observer ?? NullRunObserver.Instance, _time);

    private ProjectChecker Checker() => new(_stores, _reader, _planner, new StatusReporter(_planner, _catalog), Author());

    // Null where a store can't be reached: whoever asks decides what that means.
    private async Task<Func<MigrationId, bool>?> AppliedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _reader.ReadAsync(cancellationToken)).IsTouched;
        }
        catch (Errors.StoreException)
        {
            return null;
        }
    }

    private MigrationAuthor Author() =>
        new(_configuration, _catalog, _stores.Backends.ToDictionary(static backend => backend.Store, static backend => backend.Kind), _serializer, _time);

    private static void Warn(HistorySnapshot history, IRunObserver? observer)
    {
        foreach (var problem in history.Problems)
        {
            observer?.OnEvent(new WarningEvent($"{problem.Message} {problem.Remedy}"));
        }
    }

    private void RequireMigrations()
    {
        if (_catalog.Ids.Count == 0)
        {
            throw _catalog.NoMigrations();
        }
    }
}
