using DocMigrate.Backends;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Keeping;
using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Planning;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Keeping;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Plans, takes the locks, and runs the plan. Not thread-safe.</summary>
internal sealed class MigrationRunner(RunServices services, HistoryReader reader, HistoryGlance glance, MigrationPlanner planner)
{
    private readonly SquashRecorder _squashes = new(services, reader, planner);
    private readonly TighteningGuard _tightening = new(services.Stores, planner);

    /// <exception cref="Errors.MigrationException">Something stopped it: the type says what. What was done is recorded.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, at a recorded point.</exception>
    public async Task<RunResult> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        var (settled, history) = await LookAsync(request, cancellationToken);
        if (settled)
        {
            return Finish(new RunResult(), started);
        }

        IReadOnlyCollection<IStoreDatabase> involved = [];
        if (history is not null)
        {
            var plan = planner.Plan(history, request.Target, request.Sync, request.Options.KeepOrder);
            if (plan.IsEmpty && history.Adopted.Count == 0 && !_squashes.IsNeeded(history))
            {
                return Finish(new RunResult { Warnings = plan.Warnings }, started);
            }

            Require(plan, history, request);
            involved = Involved(plan);
        }

        await using var locks = new LockSet(services.Stores, new LockWait(request.Options.LockTimeout, services.Observer, services.Time));
        return await new MigrationRunner(services with { Observer = new LockReporter(services.Observer, locks), Passes = request.Options.Passes }, reader, glance, planner)
            .RunLockedAsync(request, involved, locks, started, cancellationToken);
    }

    private async Task<RunResult> RunLockedAsync(
        RunRequest request, IReadOnlyCollection<IStoreDatabase> involved, LockSet locks, long started, CancellationToken cancellationToken)
    {
        // Another run may have ended while this one waited, so that there is something else to do than it thought.
        HistorySnapshot history;
        MigrationPlan plan;
        await locks.AddAsync(involved, cancellationToken);
        do
        {
            (history, plan) = await PlanAsync(request, cancellationToken);
        }
        while (await locks.AddAsync(Involved(plan), cancellationToken));

        Require(plan, history, request);
        foreach (var warning in plan.Warnings)
        {
            services.Observer.OnEvent(new WarningEvent(warning));
        }

        if (!plan.IsEmpty)
        {
            services.Observer.OnEvent(new RunStartedEvent(plan.Migrations.Count));
            if (!request.Fake)
            {
                await PreflightAsync(plan, history, locks, cancellationToken);
            }
        }
        else if (history.Adopted.Count == 0 && !_squashes.IsNeeded(history))
        {
            return Finish(new RunResult { Warnings = plan.Warnings }, started);
        }

        await PrepareAsync(Involved(plan), cancellationToken);
        await locks.RaiseFenceAsync(cancellationToken);
        await new HistoryRegistrar(services.Stores).RegisterAsync(history, plan.Steps.Select(static step => step.Store), cancellationToken);
        await AdoptAsync(history, cancellationToken);
        if (!request.Fake)
        {
            await RetryEditedAsync(plan, history, cancellationToken);
        }

        var result = await RunAsync(plan, history, request.Fake, cancellationToken);
        var recorded = await _squashes.RecordAsync(cancellationToken);
        return Finish(recorded.Count == 0 ? result : result with { Recorded = recorded.ToValueList() }, started);
    }

    // Without the lock another run may be writing: it may keep readers out for long, or write between two reads, which looks like a contradiction.
    // What is seen then proves nothing, and the look under the lock decides.
    private async Task<(bool Settled, HistorySnapshot? History)> LookAsync(RunRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (request.Target == MigrationTarget.Latest && await glance.IsSettledAsync(cancellationToken))
            {
                return (true, null);
            }

            var history = await reader.ReadAsync(cancellationToken);
            history.RequireConsistentStores();
            return (false, history);
        }
        catch (MigrationException error) when (error is HistoryException or StoreException { IsBusy: true })
        {
            return (false, null);
        }
    }

    private async Task<(HistorySnapshot History, MigrationPlan Plan)> PlanAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var history = await reader.ReadAsync(cancellationToken);
        history.RequireConsistentStores();
        return (history, planner.Plan(history, request.Target, request.Sync, request.Options.KeepOrder));
    }

    private async Task<RunResult> RunAsync(MigrationPlan plan, HistorySnapshot history, bool fake, CancellationToken cancellationToken)
    {
        var applied = new List<MigrationId>();
        var rolledBack = new List<MigrationId>();
        var counts = StepCounts.Zero;
        var seen = new HashSet<MigrationId>();
        foreach (var group in PlanFuser.Groups(fake ? plan : PlanFuser.Fuse(plan, history, services.Stores)))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // What is undone and then applied again, or a half-done step that changes direction twice, is two entries of the plan: the second starts
            // from what the first recorded.
            if (group.Any(planned => seen.Contains(planned.Definition.Id)))
            {
                history = await reader.ReadAsync(cancellationToken);
            }

            if (!fake && group.SelectMany(static planned => planned.Steps).Any(TighteningGuard.Concerns))
            {
                await _tightening.RequireAsync(
                    [.. group.SelectMany(static planned => planned.Steps)], await reader.ReadAsync(cancellationToken), retries: false, cancellationToken);
            }

            var run = new MigrationRun(services, group, history, fake);
            await run.RunAsync(cancellationToken);
            counts += run.Counts;
            foreach (var record in run.Records)
            {
                seen.Add(record.Id);
                if (record.Entry.Status == MigrationStatus.Applied)
                {
                    applied.Add(record.Id);
                }
                else if (record.Entry.Status == MigrationStatus.RolledBack)
                {
                    rolledBack.Add(record.Id);
                }
            }
        }

        return new RunResult
        {
            Applied = applied.ToValueList(),
            RolledBack = rolledBack.ToValueList(),
            Counts = counts,
            Warnings = plan.Warnings,
            Faked = fake,
        };
    }

    // A document that was mended since it was put into quarantine takes part again: it gets what it missed first. One that waits for the end of a half-done
    // migration waits on: this run may bring it.
    private async Task RetryEditedAsync(MigrationPlan plan, HistorySnapshot history, CancellationToken cancellationToken)
    {
        foreach (var store in plan.Steps.Select(static step => step.Store).Distinct().Where(store => services.Stores[store] is IKeepsQuarantine))
        {
            await new QuarantineManager(services, reader, planner)
                .RetryAsync(new QuarantineSelection { Store = store, Edited = true }, history, NullRunObserver.Instance, cancellationToken);
        }
    }

    private static void Require(MigrationPlan plan, HistorySnapshot history, RunRequest request)
    {
        if (request.Fake)
        {
            FakeValidator.RequireWhole(plan, history);
        }
        else
        {
            PlanValidator.RequireRunnable(plan, history, request.Options.RecordedScripts);
        }
    }

    private HashSet<IStoreDatabase> Involved(MigrationPlan plan) =>
        [services.Stores.History, .. plan.Steps.Select(step => services.Stores[step.Store].Database)];

    private async Task PreflightAsync(MigrationPlan plan, HistorySnapshot history, LockSet locks, CancellationToken cancellationToken)
    {
        try
        {
            PlanStep[] pending = [.. StepMembers.WithWork(plan, history)];
            await _tightening.RequireAsync(pending, history, retries: true, cancellationToken);
            foreach (var steps in pending.GroupBy(static step => step.Store))
            {
                await services.Stores[steps.Key].PreflightAsync([.. steps], services.Observer, cancellationToken);
            }
        }
        catch (MigrationException)
        {
            // Of a store that another run has changed since, it tells nonsense.
            await locks.RequireHeldAsync(cancellationToken);
            throw;
        }
    }

    // All are tried before one is changed: a database that can't be written must not leave another one half-way.
    private async Task PrepareAsync(IReadOnlyCollection<IStoreDatabase> databases, CancellationToken cancellationToken)
    {
        var missing = new List<IStoreDatabase>();
        foreach (var database in databases)
        {
            if (!await database.ExistsAsync(cancellationToken))
            {
                missing.Add(database);
            }
        }

        foreach (var database in databases.Except(missing).Concat(missing))
        {
            if (missing.Contains(database))
            {
                services.Observer.OnEvent(new WarningEvent($"Creating {database.DisplayName}."));
            }

            await database.BeginAsync(cancellationToken);
            await database.RollbackAsync(CancellationToken.None);
        }
    }

    private async Task AdoptAsync(HistorySnapshot history, CancellationToken cancellationToken)
    {
        foreach (var entry in history.Adopted)
        {
            await services.Stores.History.Ledger.WriteAsync(entry, cancellationToken);
            await services.Stores.History.Ledger.AppendAsync(
                new HistoryEvent
                {
                    At = services.Time.GetUtcNow(),
                    Migration = entry.Migration,
                    Status = entry.Status,
                    Direction = entry.Direction,
                    Actor = Actor.Current,
                    Detail = "Taken from the stores' journals, which were ahead of the history.",
                },
                cancellationToken);
        }
    }

    private RunResult Finish(RunResult result, long started) => result with { Duration = services.Time.GetElapsedTime(started) };
}
