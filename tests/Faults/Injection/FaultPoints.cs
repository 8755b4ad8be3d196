namespace DocMigrate.Faults.Injection;

/// <summary>The named moments at which a process can be killed or stopped.</summary>
internal static class FaultPoints
{
    public const string LockTaken = "lock.taken";
    public const string FenceBefore = "fence.before";
    public const string FenceAfter = "fence.after";
    public const string LockLeaving = "lock.leaving";
    public const string LockLeft = "lock.left";
    public const string Preflight = "preflight";
    public const string RunStarted = "run.started";
    public const string Begun = "begin.after";
    public const string RolledBack = "rollback.after";
    public const string LedgerBefore = "ledger.before";
    public const string LedgerAfter = "ledger.after";
    public const string EventBefore = "event.before";
    public const string EventAfter = "event.after";
    public const string StepStarted = "step.started";
    public const string Operation = "operation.started";
    public const string InPreflight = "preflight.inside";
    public const string InDocument = "transform.inside";
    public const string Pass = "pass.progress";
    public const string CheckpointJournal = "checkpoint.journal";
    public const string CheckpointBefore = "checkpoint.before";
    public const string CheckpointAfter = "checkpoint.after";
    public const string JournalBefore = "journal.before";
    public const string JournalAfter = "journal.after";
    public const string CommitBefore = "commit.before";
    public const string CommitAfter = "commit.after";
    public const string RecordBefore = "record.before";
    public const string RecordAfter = "record.after";
    /// <summary>A command that writes is sent to MongoDB.</summary>
    public const string WriteBefore = "write.before";
    public const string WriteAfter = "write.after";
    public const string StepCompleted = "step.completed";
    public const string MigrationCompleted = "migration.completed";

    /// <summary>Any moment in a step: some time after any of the points in it.</summary>
    public const string Random = "random";

    /// <summary>The server was told to commit and dies, and who told it does not hear whether it did.</summary>
    public const string Unanswered = "commit.unanswered";

    /// <summary>What a run comes by, in either direction, about in this order.</summary>
    public static IReadOnlyList<string> OfRuns { get; } =
    [
        LockTaken, RunStarted, Preflight, InPreflight, Begun, RolledBack, FenceBefore, FenceAfter, LedgerBefore, LedgerAfter, EventBefore, EventAfter, StepStarted, Operation, InDocument, Pass,
        CheckpointJournal, CheckpointBefore, CheckpointAfter, JournalBefore, JournalAfter, WriteBefore, WriteAfter, CommitBefore, CommitAfter, RecordBefore, RecordAfter, StepCompleted, MigrationCompleted,
        LockLeaving, LockLeft,
    ];

    /// <summary>Those that lie within a step, whatever the occurrence, or mostly.</summary>
    public static IReadOnlyList<string> InSteps { get; } =
    [
        StepStarted, Operation, InDocument, Pass, CheckpointJournal, CheckpointBefore, CheckpointAfter, JournalBefore, JournalAfter, WriteBefore, WriteAfter, CommitBefore, CommitAfter,
    ];
}
