using DocMigrate.Backends;
using DocMigrate.Document.Inspection;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.PostgreSql.Execution;
using DocMigrate.Document.PostgreSql.Reading;
using DocMigrate.DryRuns;
using DocMigrate.Errors;
using DocMigrate.Inspection;
using DocMigrate.Keeping;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.PostgreSql;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql;

/// <summary>Executes document operations on collections in a PostgreSQL database.</summary>
internal sealed class PostgresJsonBackend(string store, IStoreKind kind, PostgresDatabase database, TimeProvider time, CollectionTables collections, int? chunkSize = null)
    : IMigrationBackend, IInspectable, IDryRuns, IKeepsQuarantine, IKeepsAside, ISweeps
{
    private readonly PassEngine _engine = new(new PostgresPassStore(store, database, collections, chunkSize, time), time);
    private readonly PassSweeper _sweeper = new(new PostgresPassStore(store, database, collections, chunkSize, time), time);
    private readonly PassQuarantine _quarantine = new(new PostgresPassStore(store, database, collections, chunkSize, time), time);

    public string Store { get; } = store;

    public IStoreKind Kind { get; } = kind;

    public IStoreDatabase Database => database;

    public IStoreInspector Inspector => new DocumentInspector(Store, new PostgresDocumentSource(Store, database, collections));

    public Task<PlanStep> DetailAsync(PlanStep step, CancellationToken cancellationToken)
    {
        RequirePossible([step]);
        return Guarded(() => _engine.DetailAsync(step, ReshapeCompiler.Reason, cancellationToken));
    }

    public Task<IReadOnlyList<PlanStep>> DetailFusedAsync(IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        RequirePossible(steps);
        return Guarded(() => _engine.DetailFusedAsync(steps, ReshapeCompiler.Reason, cancellationToken));
    }

    public int CountFused(IReadOnlyList<StepMember> steps) => _engine.CountFused(steps);

    public Task PreflightAsync(IReadOnlyList<PlanStep> steps, IRunObserver observer, CancellationToken cancellationToken)
    {
        RequirePossible(steps);
        return Guarded(() => _engine.PreflightAsync(steps, observer, cancellationToken));
    }

    public Task<IReadOnlyList<DryRunCollection>> DryRunAsync(DryRunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var member in request.Steps.SelectMany(static members => members))
        {
            RequireHeld(member.Step);
        }

        return Guarded(() => _engine.DryRunAsync(request, cancellationToken));
    }

    public Task<IReadOnlyList<CompiledCommand>> CompileAsync(PlanStep step, CancellationToken cancellationToken)
    {
        var commands = new List<CompiledCommand>();
        foreach (var unit in _engine.Divide(step))
        {
            if (unit.Pass is not null)
            {
                var sql = unit.Pass.Server is CompiledReshape server
                    ? new PassSql(database.TableOf("shadow"), collections.Stated(unit.Pass.Collection), server, null, []).Script
                    : null;
                commands.Add(new CompiledCommand(unit.Pass.Description, sql));
                continue;
            }

            var planned = step.Operations[unit.Position];
            var operation = (DocumentOperation)(planned.Effective ?? planned.Authored);
            var text = CollectionExecutor.Statement(operation, collections);
            commands.Add(new CompiledCommand(operation.Describe(), text is null ? null : text + ";"));
        }

        return Task.FromResult<IReadOnlyList<CompiledCommand>>(commands);
    }

    public Task<IReadOnlyList<StepCounts>> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        Guarded(() => _engine.ExecuteAsync(context, cancellationToken));

    public Task<long> CountKeptAsync(MigrationId migration, CancellationToken cancellationToken) => database.ReadAsync(
        async connection => new KeptTables(connection, database) is var tables && await tables.ExistAsync(cancellationToken)
            ? await new ShadowStore(tables, Store).CountAsync(migration, cancellationToken)
            : 0,
        cancellationToken);

    public IAsyncEnumerable<QuarantinedDocument> ReadQuarantineAsync(string? collection, CancellationToken cancellationToken) =>
        _quarantine.ReadAsync(collection, cancellationToken);

    public Task<StepCounts> RetryAsync(
        IReadOnlyList<QuarantinedDocument> documents, IReadOnlyList<PlanStep> remaining, IRunObserver observer, CancellationToken cancellationToken) =>
        Guarded(() => _quarantine.RetryAsync(documents, remaining, observer, cancellationToken));

    public Task<IReadOnlyList<SweptCollection>> SweepAsync(SweepRequest request, CancellationToken cancellationToken) =>
        Guarded(() => _sweeper.SweepAsync(request, cancellationToken));

    public Task<IReadOnlyList<KeptAside>> ListKeptAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async connection => new KeptTables(connection, database) is var tables && await tables.ExistAsync(cancellationToken)
            ? await new ShadowStore(tables, Store).ListAsync(cancellationToken)
            : [],
        cancellationToken);

    public Task<long> PurgeKeptAsync(MigrationId migration, CancellationToken cancellationToken) =>
        Guarded(() => new ShadowStore(new KeptTables(database.Connection, database), Store).PurgeAsync(migration, cancellationToken));

    private void RequirePossible(IReadOnlyList<PlanStep> steps)
    {
        collections.Attached.Require(steps);
        foreach (var step in steps)
        {
            RequireHeld(step);
        }
    }

    /// <summary>Whatever text is in an operation, jsonb has to hold it.</summary>
    private static void RequireHeld(PlanStep step)
    {
        foreach (var planned in step.Operations)
        {
            if ((planned.Effective ?? planned.Authored) is ReshapeOperation operation && !JsonbText.CanHold(operation))
            {
                throw new StoreException(
                    PostgresJsonErrors.TextNotHeld,
                    $"Migration {step.Migration}: {operation.Describe()}: a text in it has the character U+0000, which jsonb can't hold.",
                    "Take the character out of the text.");
            }
        }
    }

    private async Task Guarded(Func<Task> action) => await Guarded(async () =>
    {
        await action();
        return true;
    });

    private async Task<T> Guarded<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception error) when (PostgresFault.IsOne(error))
        {
            throw database.Fault(error);
        }
    }
}
