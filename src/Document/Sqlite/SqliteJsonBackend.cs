using DocMigrate.Backends;
using DocMigrate.Document.Inspection;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Document.Sqlite.Execution;
using DocMigrate.Document.Sqlite.Reading;
using DocMigrate.DryRuns;
using DocMigrate.Inspection;
using DocMigrate.Keeping;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite;

/// <summary>Executes document operations on collections in a SQLite file.</summary>
internal sealed class SqliteJsonBackend(string store, IStoreKind kind, SqliteDatabase database, TimeProvider time, CollectionTables collections, int? chunkSize = null) : IMigrationBackend, IInspectable, IDryRuns, IKeepsQuarantine, IKeepsAside, ISweeps
{
    private readonly PassEngine _engine = new(new SqlitePassStore(store, database, collections, chunkSize), time);
    private readonly PassSweeper _sweeper = new(new SqlitePassStore(store, database, collections, chunkSize), time);
    private readonly PassQuarantine _quarantine = new(new SqlitePassStore(store, database, collections, chunkSize), time);

    public string Store { get; } = store;

    public IStoreKind Kind { get; } = kind;

    public IStoreDatabase Database => database;

    public IStoreInspector Inspector => new DocumentInspector(Store, new SqliteDocumentSource(Store, database, collections));

    public Task<PlanStep> DetailAsync(PlanStep step, CancellationToken cancellationToken)
    {
        collections.Attached.Require([step]);
        return _engine.DetailAsync(step, ReshapeCompiler.Reason, cancellationToken);
    }

    public Task<IReadOnlyList<PlanStep>> DetailFusedAsync(IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        collections.Attached.Require(steps);
        return _engine.DetailFusedAsync(steps, ReshapeCompiler.Reason, cancellationToken);
    }

    public int CountFused(IReadOnlyList<StepMember> steps) => _engine.CountFused(steps);

    public async Task PreflightAsync(IReadOnlyList<PlanStep> steps, IRunObserver observer, CancellationToken cancellationToken)
    {
        collections.Attached.Require(steps);
        if (await database.ExistsAsync(cancellationToken))
        {
            await Guarded(() => _engine.PreflightAsync(steps, observer, cancellationToken));
        }
    }

    public async Task<IReadOnlyList<DryRunCollection>> DryRunAsync(DryRunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        collections.Attached.Require([.. request.Steps.SelectMany(static members => members).Select(static member => member.Step)]);
        IReadOnlyList<DryRunCollection> tried = [];
        await Guarded(async () => tried = await _engine.DryRunAsync(request, cancellationToken));
        return tried;
    }

    public async Task<IReadOnlyList<CompiledCommand>> CompileAsync(PlanStep step, CancellationToken cancellationToken)
    {
        var connection = await database.OpenForReadingAsync(cancellationToken);
        var commands = new List<CompiledCommand>();
        foreach (var unit in _engine.Divide(step))
        {
            if (unit.Pass is null)
            {
                var operation = step.Operations[unit.Position];
                var description = (operation.Effective ?? operation.Authored).Describe();
                var text = operation.Effective is DropCollectionOperation
                    ? null
                    : CollectionExecutor.Statement((DocumentOperation)(operation.Effective ?? operation.Authored), collections);
                commands.Add(new CompiledCommand(description, text is null ? null : text + ";"));
                continue;
            }

            var table = (connection is null ? null : await collections.FindAsync(connection, unit.Pass.Collection, cancellationToken))
                ?? collections.Stated(unit.Pass.Collection);
            commands.Add(new CompiledCommand(
                unit.Pass.Description, unit.Pass.Server is CompiledReshape server ? new PassSql(database.Naming.Of("shadow"), table, server, null, []).Script : null));
        }

        return commands;
    }

    public async Task<IReadOnlyList<StepCounts>> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<StepCounts> counts = [];
        await Guarded(async () => counts = await _engine.ExecuteAsync(context, cancellationToken));
        return counts;
    }

    public async Task<long> CountKeptAsync(MigrationId migration, CancellationToken cancellationToken) =>
        await database.OpenForReadingAsync(cancellationToken) is { } connection && await new KeptTables(connection, database.Naming).ExistAsync(cancellationToken)
            ? await new ShadowStore(new KeptTables(connection, database.Naming), Store).CountAsync(migration, cancellationToken)
            : 0;

    public IAsyncEnumerable<QuarantinedDocument> ReadQuarantineAsync(string? collection, CancellationToken cancellationToken) =>
        _quarantine.ReadAsync(collection, cancellationToken);

    public async Task<StepCounts> RetryAsync(
        IReadOnlyList<QuarantinedDocument> documents, IReadOnlyList<PlanStep> remaining, IRunObserver observer, CancellationToken cancellationToken)
    {
        var counts = StepCounts.Zero;
        await Guarded(async () => counts = await _quarantine.RetryAsync(documents, remaining, observer, cancellationToken));
        return counts;
    }

    public async Task<IReadOnlyList<SweptCollection>> SweepAsync(SweepRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<SweptCollection> swept = [];
        await Guarded(async () => swept = await _sweeper.SweepAsync(request, cancellationToken));
        return swept;
    }

    public async Task<IReadOnlyList<KeptAside>> ListKeptAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<KeptAside> kept = [];
        await Guarded(async () =>
        {
            if (await database.OpenForReadingAsync(cancellationToken) is { } connection && await new KeptTables(connection, database.Naming).ExistAsync(cancellationToken))
            {
                kept = await new ShadowStore(new KeptTables(connection, database.Naming), Store).ListAsync(cancellationToken);
            }
        });
        return kept;
    }

    public async Task<long> PurgeKeptAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        var purged = 0L;
        await Guarded(async () => purged = await new ShadowStore(new KeptTables(database.Connection, database.Naming), Store).PurgeAsync(migration, cancellationToken));
        return purged;
    }

    private async Task Guarded(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (SqliteException error)
        {
            throw SqliteFault.Of(error, database.Path);
        }
    }
}
