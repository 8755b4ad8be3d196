using DocMigrate.Engine.History;
using DocMigrate.History;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>A step that runs, alone or in a pass with others, and its journal entry.</summary>
/// <param name="record">What the ledger is told: hash, dependencies and operations of the journal entry come from it.</param>
/// <param name="member">The step, and how far it was before.</param>
/// <param name="time">The clock.</param>
internal sealed class MemberRun(MigrationRecord record, StepMember member, TimeProvider time)
{
    public MigrationRecord Record => record;

    public StepMember Member => member;

    public PlanStep Step => member.Step;

    /// <summary>How far the step is, as committed.</summary>
    public StepProgress CommittedProgress { get; private set; } = member.Resume ?? new StepProgress();

    /// <summary>Journals the step's end.</summary>
    public Task EndAsync(IStoreJournal journal, StepCounts counts, CancellationToken cancellationToken) => WriteAsync(
        journal, record.Goal, new StepProgress { Completed = Step.Operations.Count, Counts = counts }, undo: null, cancellationToken);

    /// <summary>Journals that the step is so far.</summary>
    public Task GoOnAsync(IStoreJournal journal, StepProgress progress, CancellationToken cancellationToken) =>
        WriteAsync(journal, MigrationStatus.Running, progress, member.Undo, cancellationToken);

    /// <summary>Journals that the step stopped at the last committed progress.</summary>
    public Task FailAsync(IStoreJournal journal, CancellationToken cancellationToken) =>
        WriteAsync(journal, MigrationStatus.Failed, CommittedProgress, member.Undo, cancellationToken);

    /// <summary>What was journalled is committed.</summary>
    public void Committed(StepProgress progress) => CommittedProgress = progress;

    private Task WriteAsync(IStoreJournal journal, MigrationStatus status, StepProgress progress, StepProgress? undo, CancellationToken cancellationToken)
    {
        var entry = record.Entry;
        var part = entry.Part(Step.Store)!;
        return journal.WriteAsync(
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
                Operations = part.Operations,
                Progress = progress,
                Undo = undo,
                Pass = record.Planned.Pass,
                StartedAt = entry.StartedAt,
                UpdatedAt = time.GetUtcNow(),
                Actor = entry.Actor,
                Error = part.Error,
                ToolVersion = entry.ToolVersion,
            },
            cancellationToken);
    }
}
