using DocMigrate.Backends;
using DocMigrate.Document.Inspection;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.MongoDb.Execution;
using DocMigrate.Document.MongoDb.Indexing;
using DocMigrate.Document.MongoDb.Reading;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.DryRuns;
using DocMigrate.Errors;
using DocMigrate.Inspection;
using DocMigrate.Keeping;
using DocMigrate.Planning;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb;

/// <summary>Executes document operations on the collections of a MongoDB database.</summary>
internal sealed class MongoBackend(string store, IStoreKind kind, MongoDatabase database, TimeProvider time, int? chunkSize = null)
    : IMigrationBackend, IInspectable, IDryRuns, IKeepsQuarantine, IKeepsAside, ISweeps
{
    /// <summary>How often a chunk is done again because others write to its documents at the same time.</summary>
    private const int Attempts = 5;

    private readonly PassEngine _engine = new(new MongoPassStore(store, database, chunkSize), time);
    private readonly PassSweeper _sweeper = new(new MongoPassStore(store, database, chunkSize), time);
    private readonly PassQuarantine _quarantine = new(new MongoPassStore(store, database, chunkSize), time);
    private readonly ShadowStore _shadow = new(database, store);

    public string Store { get; } = store;

    public IStoreKind Kind { get; } = kind;

    public IStoreDatabase Database => database;

    public IStoreInspector Inspector => new DocumentInspector(Store, new MongoDocumentSource(Store, database));

    public async Task<PlanStep> DetailAsync(PlanStep step, CancellationToken cancellationToken)
    {
        await RequirePossibleAsync([step], cancellationToken);
        return await _engine.DetailAsync(step, Reason, cancellationToken);
    }

    public async Task<IReadOnlyList<PlanStep>> DetailFusedAsync(IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        await RequirePossibleAsync(steps, cancellationToken);
        return await _engine.DetailFusedAsync(steps, Reason, cancellationToken);
    }

    public int CountFused(IReadOnlyList<StepMember> steps) => _engine.CountFused(steps);

    public async Task PreflightAsync(IReadOnlyList<PlanStep> steps, IRunObserver observer, CancellationToken cancellationToken)
    {
        await RequirePossibleAsync(steps, cancellationToken);
        await _engine.PreflightAsync(steps, observer, cancellationToken);
    }

    public Task<IReadOnlyList<DryRunCollection>> DryRunAsync(DryRunRequest request, CancellationToken cancellationToken) => _engine.DryRunAsync(request, cancellationToken);

    public Task<IReadOnlyList<CompiledCommand>> CompileAsync(PlanStep step, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CompiledCommand>>(
    [
        .. _engine.Divide(step).Select(unit => unit.Pass is { } pass
            ? new CompiledCommand(pass.Description, pass.Server is MongoReshape reshape ? Update(pass.Collection, reshape) : null)
            : Compile((DocumentOperation)(step.Operations[unit.Position].Effective ?? step.Operations[unit.Position].Authored))),
    ]);

    public async Task<IReadOnlyList<StepCounts>> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var members = context.Members;
        await RequirePossibleAsync([.. members.Select(static member => member.Step)], cancellationToken);
        if (database.HasWritten)
        {
            // What another step did in this transaction is not to be done again, whatever becomes of this one.
            await context.CheckpointAsync([.. members.Select(static member => member.Resume ?? new StepProgress())], cancellationToken);
        }

        for (var attempt = 1; ; attempt++)
        {
            var begun = new StepContext(members, context.Observer, CheckpointAsync) { Passes = context.Passes };
            try
            {
                return await _engine.ExecuteAsync(begun, cancellationToken);
            }
            catch (StoreException error) when (error.Code == MongoErrors.InTheWay && attempt < Attempts)
            {
                await database.RollbackAsync(CancellationToken.None);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 50 * attempt), time, cancellationToken);
            await database.BeginAsync(cancellationToken);

            async Task CheckpointAsync(IReadOnlyList<StepProgress> progress, CancellationToken stop)
            {
                await context.CheckpointAsync(progress, stop);
                members = [.. members.Zip(progress, static (member, done) => done.Completed + done.InHand > 0 ? member with { Resume = done } : member)];
                attempt = 1;
            }
        }
    }

    public Task<long> CountKeptAsync(MigrationId migration, CancellationToken cancellationToken) => _shadow.CountAsync(migration, cancellationToken);

    public IAsyncEnumerable<QuarantinedDocument> ReadQuarantineAsync(string? collection, CancellationToken cancellationToken) =>
        _quarantine.ReadAsync(collection, cancellationToken);

    public Task<StepCounts> RetryAsync(
        IReadOnlyList<QuarantinedDocument> documents, IReadOnlyList<PlanStep> remaining, IRunObserver observer, CancellationToken cancellationToken) =>
        _quarantine.RetryAsync(documents, remaining, observer, cancellationToken);

    public Task<IReadOnlyList<SweptCollection>> SweepAsync(SweepRequest request, CancellationToken cancellationToken) => _sweeper.SweepAsync(request, cancellationToken);

    public Task<IReadOnlyList<KeptAside>> ListKeptAsync(CancellationToken cancellationToken) => _shadow.ListAsync(null, cancellationToken);

    public async Task<long> PurgeKeptAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        var purged = await _shadow.CountAsync(migration, cancellationToken);

        // No transaction drops a collection. What was to be purged is gone even if the rest is not.
        foreach (var aside in await _shadow.AsideAsync(migration, cancellationToken))
        {
            await database.DefineAsync(database.Command(Bodies.Of(("drop", aside)), Transport.CommandKind.Write), cancellationToken);
        }

        await _shadow.PurgeAsync(migration, cancellationToken);
        return purged;
    }

    private static string Reason(ReshapeOperation operation) => ReshapeCompiler.Reason(operation, MongoPassStore.WireVersion);

    private static string Update(string collection, MongoReshape reshape) => Script(Bodies.Of(
        ("update", collection), ("updates", new JArray(Bodies.Of(("q", reshape.Filter), ("u", reshape.Update), ("multi", true))))));

    private static string Script(JObject command) => $"db.{(command.ContainsKey("renameCollection") ? "adminCommand" : "runCommand")}({ExtendedJson.Relaxed(command)});";

    private CompiledCommand Compile(DocumentOperation operation) =>
        new(operation.Describe(), CollectionExecutor.Command(database.Name, operation) is { } command ? Script(command) : null);

    /// <summary>Refuses what this version does not do on the server that is there.</summary>
    private async Task RequirePossibleAsync(IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        foreach (var create in steps.SelectMany(static step => step.Operations).Select(static planned => planned.Effective).OfType<CreateDocumentIndexOperation>())
        {
            IndexCommand.Require(create);
        }

        var server = await database.GetServerAsync(cancellationToken);
        if (server.MaxWireVersion < MongoPassStore.WireVersion)
        {
            throw new StoreException(
                MongoErrors.OldServer,
                $"The server of store '{Store}' is older than MongoDB 5.0 (it speaks the wire protocol up to version {server.MaxWireVersion}).",
                "Update the server: https://www.mongodb.com/docs/manual/release-notes/");
        }

        await CollectionKind.RequireAsync(database, steps, cancellationToken);
    }
}
