using DocMigrate.Backends;
using DocMigrate.Document.Values;
using DocMigrate.Operations;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Specification.Harness;
using DocMigrate.State;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>
/// A store of documents of its own, at first empty; and a runner of single steps: what the engine's runner does, without ledger and journal.
/// Documents go in and come out as Extended JSON text.
/// </summary>
public abstract class DocumentStoreHarness : IAsyncDisposable
{
    private readonly List<(MigrationId Id, ValueList<MigrationOperation> Operations, IStoreState? Before)> _migrations = [];
    private IMigrationBackend? _backend;
    private IStoreState? _state;

    /// <summary>The store's name.</summary>
    public const string Store = "docs";

    /// <summary>The provider under test.</summary>
    public abstract IStoreProvider Provider { get; }

    /// <summary>Where the store is; the name is <see cref="Store"/>.</summary>
    public abstract StoreSettings Settings { get; }

    /// <summary>How many documents a chunk has; null for as many as the backend likes. To be set before <see cref="Backend"/> is used.</summary>
    public int? ChunkSize { get; set; }

    /// <summary><see cref="Settings"/> with <see cref="ChunkSize"/>.</summary>
    public StoreSettings EffectiveSettings => ChunkSize is not { } size ? Settings : Settings with
    {
        Options = new Dictionary<string, string>(Settings.Options) { ["chunkSize"] = size.ToString(System.Globalization.CultureInfo.InvariantCulture) },
    };

    /// <summary>The backend, as one process has it; see <see cref="ReopenAsync"/>.</summary>
    public IMigrationBackend Backend => _backend ??= Open(EffectiveSettings, new Databases());

    /// <summary>How passes are done.</summary>
    public PassOptions Passes { get; set; } = PassOptions.Default;

    /// <summary>Whether keys of documents keep their places. Default false.</summary>
    public bool KeepOrder { get; set; }

    /// <summary>Whatever the steps said.</summary>
    public RecordingObserver Observer { get; } = new();

    /// <summary>Is called at each checkpoint, before it commits.</summary>
    public Action<StepProgress>? AtCheckpoint { get; set; }

    /// <summary>Is called after each checkpoint has committed and before the next chunk begins, when other programs may write.</summary>
    public Func<StepProgress, Task>? AfterCheckpoint { get; set; }

    /// <summary>Is called between preflight and execution, when other programs may write.</summary>
    public Func<Task>? AfterPreflight { get; set; }

    /// <summary>The last checkpoint that was committed, by the last run or the one that it went on from; null before the first.</summary>
    public StepProgress? LastCheckpoint { get; private set; }

    /// <summary>Stops steps. The test's own unless set.</summary>
    public CancellationToken Cancellation { get; set; } = TestContext.Current.CancellationToken;

    /// <summary>Makes the collection and fills it, outside of any migration.</summary>
    public abstract Task FillAsync(string collection, IEnumerable<string> documents);

    /// <summary>All documents of a collection in the order in which they came.</summary>
    public abstract Task<List<string>> TextsAsync(string collection);

    /// <summary>The names of the collections that are there, in ordinal order: nothing of DocMigrate's own.</summary>
    public abstract Task<List<string>> CollectionsAsync();

    /// <summary>The names of a collection's indexes, in ordinal order, without those that every collection has.</summary>
    public abstract Task<List<string>> IndexesAsync(string collection);

    /// <summary>Fails when a document of the collection is in another form than the one that the store was opened for.</summary>
    public abstract Task VerifyFormAsync(string collection);

    /// <summary>Whether the store holds that text at all as it is: with a key twice in it, with a number beyond its types.</summary>
    public virtual bool Takes(string document) => true;

    /// <summary>Whether what a chunk did is not counted where the run was cut off before its checkpoint: documents and checkpoint are no transaction. Default false.</summary>
    public virtual bool ForgetsCounts => false;

    /// <summary>Inserts documents as another program would.</summary>
    public abstract Task InsertAsync(string collection, params string[] documents);

    /// <summary>Puts another document in the place of the one with that <c>_id</c>, as another program would.</summary>
    public abstract Task EditAsync(string collection, JToken id, string document);

    /// <summary>Deletes the document with that <c>_id</c>, as another program would.</summary>
    public abstract Task DeleteAsync(string collection, JToken id);

    /// <summary>Makes something under that name that is no collection: a table of something else.</summary>
    public abstract Task MakeOtherAsync(string name);

    /// <summary>Makes a view of a collection, which looks like one and is none.</summary>
    public abstract Task MakeViewAsync(string name, string collection);

    /// <summary>The quarantined documents of the store, by <c>_id</c> in ordinal order: <c>7: the reason</c>.</summary>
    public abstract Task<List<string>> QuarantinedAsync();

    /// <summary>How many values and marks the operations of a direction keep.</summary>
    public abstract Task<long> KeptAsync(Direction direction);

    /// <summary>A text that is another one when anything in the database is: documents, indexes, what DocMigrate keeps.</summary>
    public abstract Task<string> ContentAsync();

    /// <summary>All documents of a collection in the order in which they came.</summary>
    public async Task<List<JObject>> DocumentsAsync(string collection) => [.. (await TextsAsync(collection)).Select(static text => DocumentReader.Read(text))];

    /// <summary>Applies operations as a migration of their own.</summary>
    public async Task<StepCounts> ApplyAsync(params MigrationOperation[] operations)
    {
        var id = new MigrationId("test", $"{_migrations.Count + 1:0000}_m");
        var before = _state;
        _migrations.Add((id, operations.ToValueList(), before));
        foreach (var operation in operations)
        {
            _state = operation.Apply(_state);
        }

        return await RunAsync(Step(_migrations[^1], Direction.Forward), null, null);
    }

    /// <summary>Undoes the last migration.</summary>
    /// <param name="undo">How far the way here got; null when it was finished.</param>
    /// <param name="resume">How far an earlier way back got; null when it begins.</param>
    public async Task<StepCounts> RevertAsync(StepProgress? undo = null, StepProgress? resume = null)
    {
        var last = _migrations[^1];
        var counts = await RunAsync(Step(last, Direction.Backward), resume, undo);
        _migrations.RemoveAt(_migrations.Count - 1);
        _state = last.Before;
        return counts;
    }

    /// <summary>Goes on with the last migration where a checkpoint was; from its beginning for null.</summary>
    /// <param name="progress">The checkpoint.</param>
    /// <param name="undo">How far a way back got that is to be undone; null for none.</param>
    public Task<StepCounts> ResumeAsync(StepProgress? progress, StepProgress? undo = null) => RunAsync(Step(_migrations[^1], Direction.Forward), progress, undo);

    /// <summary>The step of the last migration.</summary>
    public PlanStep LastStep(Direction direction) => Step(_migrations[^1], direction);

    /// <summary>A step of operations on a store that nothing is known of.</summary>
    public static PlanStep Step(Direction direction, params MigrationOperation[] operations) =>
        Step((new MigrationId("test", "0001_m"), operations.ToValueList(), null), direction);

    /// <summary>Cuts the power at the checkpoint of that number, from 1, before it is committed.</summary>
    public void FailAt(int checkpoint)
    {
        var seen = 0;
        AtCheckpoint = _ =>
        {
            if (++seen == checkpoint)
            {
                throw new PowerCutException();
            }
        };
    }

    /// <summary>Closes the database as the end of the process would, so that the next use is another process's; nothing fails in it any more.</summary>
    public async Task ReopenAsync()
    {
        AtCheckpoint = null;
        if (_backend is not null)
        {
            await _backend.Database.DisposeAsync();
            _backend = null;
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        await ReopenAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The backend of a new process.</summary>
    protected virtual IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases) => Provider.Open(settings, databases);

    private async Task<StepCounts> RunAsync(PlanStep step, StepProgress? resume, StepProgress? undo)
    {
        step = step with { KeepOrder = KeepOrder };
        var database = Backend.Database;
        LastCheckpoint = resume;
        await Backend.PreflightAsync([step], Observer, Cancellation);
        if (AfterPreflight is not null)
        {
            await AfterPreflight();
        }

        await database.BeginAsync(Cancellation);
        try
        {
            var context = new StepContext([new StepMember(step) { Resume = resume, Undo = undo }], Observer, async (all, token) =>
            {
                var progress = all.Single();
                AtCheckpoint?.Invoke(progress);
                await database.CommitAsync(CancellationToken.None);
                LastCheckpoint = progress;
                if (AfterCheckpoint is not null)
                {
                    await AfterCheckpoint(progress);
                }

                await database.BeginAsync(token);
            })
            {
                Passes = Passes,
            };
            var counts = await Backend.ExecuteAsync(context, Cancellation);
            await database.CommitAsync(CancellationToken.None);
            return counts.Single();
        }
        catch
        {
            await database.RollbackAsync(CancellationToken.None);
            throw;
        }
    }

    private static PlanStep Step((MigrationId Id, ValueList<MigrationOperation> Operations, IStoreState? Before) migration, Direction direction)
    {
        var planned = new List<PlannedOperation>();
        var state = migration.Before;
        for (var i = 0; i < migration.Operations.Count; i++)
        {
            var operation = migration.Operations[i];
            var after = operation.Apply(state);
            planned.Add(new PlannedOperation
            {
                Index = i,
                Authored = operation,
                Effective = direction == Direction.Forward ? operation : operation.Reverse(state),
                Before = direction == Direction.Forward ? state : after,
                After = direction == Direction.Forward ? after : state,
                Loss = operation.Loss(direction),
            });
            state = after;
        }

        if (direction == Direction.Backward)
        {
            planned.Reverse();
        }

        return new PlanStep { Migration = migration.Id, Store = Store, Direction = direction, Operations = planned.ToValueList() };
    }
}
