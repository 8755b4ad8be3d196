using DocMigrate.Backends;
using DocMigrate.Engine.History;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Runs one step, or the steps of one pass, in the transaction that is open on the database, and keeps their journal entries.</summary>
/// <param name="services">What the run works with.</param>
/// <param name="backend">The store.</param>
/// <param name="members">The steps in the order of execution; one, unless they are one pass.</param>
internal sealed class StepRun(RunServices services, IMigrationBackend backend, IReadOnlyList<MemberRun> members)
{
    private readonly Throttle _throttle = new(services.Passes, services.Observer, services.Time);

    public IReadOnlyList<MemberRun> Members => members;

    public string Store => backend.Store;

    public IStoreDatabase Database => backend.Database;

    /// <summary>Whether it is only recorded, and no operation run.</summary>
    public bool Fake { get; init; }

    /// <summary>Called in the transaction of a checkpoint, before it is committed.</summary>
    public required Func<CancellationToken, Task> Committing { get; init; }

    /// <summary>Called when a checkpoint was committed, before the next transaction begins.</summary>
    public required Func<Task> Committed { get; init; }

    /// <summary>Executes the steps and journals their end. Does not commit.</summary>
    /// <returns>What was done, for each member. The time of a pass is counted for its first one.</returns>
    public async Task<IReadOnlyList<StepCompletedEvent>> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        var first = members[0];
        services.Observer.OnEvent(new StepStartedEvent(first.Step.Migration, Store, first.Step.Direction, members.Any(static member => member.Member.Resume is not null))
        {
            Pass = first.Record.Planned.Pass,
        });
        var context = new StepContext([.. members.Select(static member => member.Member)], services.Observer, CheckpointAsync) { Passes = services.Passes };
        var counts = Fake || members.All(static member => member.Member.HasNothingToDo())
            ? [.. members.Select(static _ => StepCounts.Zero)]
            : await backend.ExecuteAsync(context, cancellationToken);
        foreach (var (member, done) in members.Zip(counts))
        {
            await member.EndAsync(Database.Journal, done, cancellationToken);
        }

        var elapsed = services.Time.GetElapsedTime(started);
        return
        [
            .. members.Zip(counts, (member, done) => new StepCompletedEvent(
                member.Step.Migration, Store, member.Step.Direction, done, member == first ? elapsed : TimeSpan.Zero)),
        ];
    }

    /// <summary>Journals that the steps stopped at the last committed progress. No transaction is open.</summary>
    public async Task RecordFailureAsync(CancellationToken cancellationToken)
    {
        foreach (var member in members)
        {
            await member.FailAsync(Database.Journal, cancellationToken);
        }
    }

    private async Task CheckpointAsync(IReadOnlyList<StepProgress> progress, CancellationToken cancellationToken)
    {
        // Of a member that a pass has not come to yet, the journal says what it said: it was neither begun nor taken back.
        foreach (var (member, done) in members.Zip(progress).Where(static item => !item.Second.IsNothing() || item.First.Member.IsHalfDone()))
        {
            await member.GoOnAsync(Database.Journal, done, cancellationToken);
        }

        await Committing(cancellationToken);
        await Database.CommitAsync(CancellationToken.None);
        foreach (var (member, done) in members.Zip(progress))
        {
            member.Committed(done);
        }

        await Committed();
        await _throttle.PauseAsync(cancellationToken);
        await Database.BeginAsync(cancellationToken);
    }
}
