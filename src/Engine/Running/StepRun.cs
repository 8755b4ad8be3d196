using DocMigrate.Backends;
using DocMigrate.Engine.History;
using DocMigrate.History;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Runs one step in the transaction that is open on its database, and keeps its journal entry.</summary>
internal sealed class StepRun
{
    private readonly RunServices _services;
    private readonly IMigrationBackend _backend;
    private readonly StepProgress? _resume;
    private readonly StepProgress? _undo;

    public StepRun(RunServices services, IMigrationBackend backend, PlanStep step, HistorySnapshot history)
    {
        _services = services;
        _backend = backend;
        Step = step;
        var half = history.HalfDone(step.Migration, step.Store);
        var same = half?.Direction == step.Direction;
        _resume = history.Resume(step.Migration, step.Store, step.Direction);
        _undo = same ? half!.Undo : half?.Progress;
        CommittedProgress = _resume ?? new StepProgress();
    }

    public PlanStep Step { get; }

    /// <summary>The ledger entry as it is now: hash, dependencies and operations of the journal entry come from it.</summary>
    public required Func<LedgerEntry> Entry { get; init; }

    /// <summary>Whether it is only recorded, and no operation run.</summary>
    public bool Fake { get; init; }

    /// <summary>Called in the transaction of a checkpoint, before it is committed.</summary>
    public required Func<CancellationToken, Task> Committing { get; init; }

    /// <summary>Called when a checkpoint was committed, before the next transaction begins.</summary>
    public required Func<Task> Committed { get; init; }

    /// <summary>How far the step is, as committed.</summary>
    public StepProgress CommittedProgress { get; private set; }

    // The opposite direction was begun and had no effect, so there is nothing to take back.
    private bool HasNothingToDo => _undo is not null && _undo.IsNothing() && _resume is null;

    /// <summary>Executes the step and journals its end. Does not commit.</summary>
    public async Task<StepCompletedEvent> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = _services.Time.GetTimestamp();
        _services.Observer.OnEvent(new StepStartedEvent(Step.Migration, Step.Store, Step.Direction, _resume is not null));
        var context = new StepContext(
            [new StepMember(Step) { Resume = _resume, Undo = _undo }], _services.Observer, (progress, stop) => CheckpointAsync(progress.Single(), stop));
        var counts = Fake || HasNothingToDo ? StepCounts.Zero : (await _backend.ExecuteAsync(context, cancellationToken)).Single();
        var status = Step.Direction == Direction.Forward ? MigrationStatus.Applied : MigrationStatus.RolledBack;
        var end = new StepProgress { Completed = Step.Operations.Count, Counts = counts };
        await WriteAsync(status, end, undo: null, cancellationToken);
        return new StepCompletedEvent(Step.Migration, Step.Store, Step.Direction, counts, _services.Time.GetElapsedTime(started));
    }

    /// <summary>Journals that the step stopped at the last committed progress. No transaction is open.</summary>
    public Task RecordFailureAsync(CancellationToken cancellationToken) =>
        WriteAsync(MigrationStatus.Failed, CommittedProgress, _undo, cancellationToken);

    private async Task CheckpointAsync(StepProgress progress, CancellationToken cancellationToken)
    {
        await WriteAsync(MigrationStatus.Running, progress, _undo, cancellationToken);
        await Committing(cancellationToken);
        await _backend.Database.CommitAsync(CancellationToken.None);
        CommittedProgress = progress;
        await Committed();
        await _backend.Database.BeginAsync(cancellationToken);
    }

    private Task WriteAsync(MigrationStatus status, StepProgress progress, StepProgress? undo, CancellationToken cancellationToken)
    {
        var entry = Entry();
        return _backend.Database.Journal.WriteAsync(
            new JournalEntry
            {
                Migration = Step.Migration,
                Store = Step.Store,
                Direction = Step.Direction,
                Status = status,
                Hash = entry.Hash,
                Dependencies = entry.Dependencies,
                Replaces = entry.Replaces,
                Stores = entry.Parts.Select(static part => part.Store).ToValueList(),
                Operations = entry.Part(Step.Store)!.Operations,
                Progress = progress,
                Undo = undo,
                StartedAt = entry.StartedAt,
                UpdatedAt = _services.Time.GetUtcNow(),
                Actor = entry.Actor,
                Error = entry.Part(Step.Store)!.Error,
                ToolVersion = entry.ToolVersion,
            },
            cancellationToken);
    }
}
