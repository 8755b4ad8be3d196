using DocMigrate.Backends;
using DocMigrate.Engine.History;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Runs one migration of a plan, or several whose steps are one pass, once. Consecutive steps on one database share a transaction.</summary>
/// <remarks>
/// The order makes every crash readable: the ledger says Running before anything of a step is committed; a step's journal entry is committed with the
/// step's work; the ledger follows, in the same transaction where it is in the same database. So a journal is never behind its store, nor the ledger ahead of
/// a journal. A step that is one transaction in the ledger's own database needs no Running: nobody could see it apart from the end. What is said of the
/// members of a pass is said in one transaction each time.
/// </remarks>
internal sealed class MigrationRun
{
    private readonly RunServices _services;
    private readonly bool _fake;
    private readonly IStoreDatabase _ledgerDatabase;
    private readonly MigrationRecord[] _records;
    private readonly StepRun[] _steps;
    private readonly List<StepCompletedEvent> _uncommitted = [];

    /// <param name="services">What it works with.</param>
    /// <param name="planned">The migration; or those of one pass, in the order of execution, each with one step on the one store.</param>
    /// <param name="history">What is recorded.</param>
    /// <param name="fake">Whether it is only recorded, and no operation run.</param>
    public MigrationRun(RunServices services, IReadOnlyList<PlannedMigration> planned, HistorySnapshot history, bool fake)
    {
        (_services, _fake) = (services, fake);
        _ledgerDatabase = services.Stores.History;
        _records = [.. planned.Select(migration => new MigrationRecord(services, migration, history, fake))];
        var members = _records.SelectMany(record => record.Planned.Steps, (record, step) => new MemberRun(record, StepMembers.Of(step, history), services.Time));
        _steps = planned.Count == 1
            ? [.. members.Select(member => NewStepRun([member]))]
            : [NewStepRun([.. members])];
    }

    /// <summary>What the ledger is told about each migration: where it stands is there.</summary>
    public IReadOnlyList<MigrationRecord> Records => _records;

    /// <summary>What was done to the data so far.</summary>
    public StepCounts Counts { get; private set; } = StepCounts.Zero;

    /// <summary>
    /// Runs them. Each is applied then, or rolled back, unless other stores of it are left as they are.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_steps.Length == 0 || _steps[0].Database != _ledgerDatabase)
        {
            await RecordAsync(static _ => [], cancellationToken);
        }

        for (var first = 0; first < _steps.Length;)
        {
            var database = _steps[first].Database;
            var group = _steps.Skip(first).TakeWhile(step => step.Database == database).ToArray();
            first += group.Length;
            await RunGroupAsync(database, group, _steps.ElementAtOrDefault(first), cancellationToken);
        }

        if (_records is [var alone])
        {
            TellCompleted(alone);
        }
    }

    private async Task RunGroupAsync(IStoreDatabase database, StepRun[] group, StepRun? next, CancellationToken cancellationToken)
    {
        StepRun? current = null;
        try
        {
            foreach (var step in group)
            {
                current = step;
                if (step == group[0])
                {
                    await database.BeginAsync(cancellationToken);
                }

                var completed = await step.ExecuteAsync(cancellationToken);
                foreach (var (member, done) in step.Members.Zip(completed))
                {
                    member.Record.Complete(done.Store, done.Counts);
                }

                foreach (var following in (step == group[^1] ? next : group[Array.IndexOf(group, step) + 1])?.Members ?? [])
                {
                    following.Record.Begin(following.Step);
                }

                _uncommitted.AddRange(completed);
                if (database == _ledgerDatabase)
                {
                    await WriteLedgerAsync(record => record.EventsOf(completed), cancellationToken);
                }
            }

            await database.CommitAsync(CancellationToken.None);
        }
        catch (LockLostException)
        {
            // Others are at work: not even the failure is recorded.
            await database.RollbackAsync(CancellationToken.None);
            throw;
        }
        catch (Exception error)
        {
            await FailAsync(database, group, current!, error);
            if (error is MigrationException or OperationCanceledException)
            {
                throw;
            }

            throw new StoreException(
                HistoryErrors.StepFailed, $"{Names} failed on the store '{current!.Store}': {error.Message}",
                "Remove the cause and run the same command again: it goes on where this run stopped. 'docmigrate migrate' to the migration before it undoes what was done.",
                error);
        }

        await CommittedAsync(database);
    }

    private string Names => string.Join(", ", _records.Select(static record => $"'{record.Id}'"));

    private StepRun NewStepRun(IReadOnlyList<MemberRun> members)
    {
        var backend = _services.Stores[members[0].Step.Store];
        return new StepRun(_services, backend, members)
        {
            Fake = _fake,
            Committing = stop => _records[0].IsWritten || backend.Database != _ledgerDatabase ? Task.CompletedTask : WriteLedgerAsync(static _ => [], stop),
            Committed = () => CommittedAsync(backend.Database),
        };
    }

    // After a commit, what it made durable is told: to the ledger where that is elsewhere, and to the observer.
    private async Task CommittedAsync(IStoreDatabase database)
    {
        if (_uncommitted.Count > 0 && database != _ledgerDatabase)
        {
            await RecordAsync(record => record.EventsOf(_uncommitted), CancellationToken.None);
        }

        foreach (var record in _records)
        {
            record.Committed();
        }

        foreach (var completed in _uncommitted)
        {
            Tell(completed);
        }

        _uncommitted.Clear();
    }

    // The members of a pass are told of one after the other, so that who listens needs to know of one migration at a time.
    private void Tell(StepCompletedEvent completed)
    {
        Counts += completed.Counts;
        var record = _records.First(record => record.Id == completed.Migration);
        if (record != _records[0])
        {
            _services.Observer.OnEvent(new StepStartedEvent(completed.Migration, completed.Store, completed.Direction, Resumed: false) { Pass = record.Planned.Pass });
        }

        _services.Observer.OnEvent(completed);
        if (_records.Length > 1)
        {
            TellCompleted(record);
        }
    }

    private void TellCompleted(MigrationRecord record)
    {
        if (record.Entry.Status == record.Goal)
        {
            _services.Observer.OnEvent(new MigrationCompletedEvent(record.Id, record.Planned.Direction, _fake));
        }
    }

    private async Task FailAsync(IStoreDatabase database, StepRun[] group, StepRun failed, Exception error)
    {
        var cancelled = error is OperationCanceledException;
        var text = cancelled ? "Cancelled." : error.Message;
        _uncommitted.Clear();
        foreach (var member in failed.Members)
        {
            member.Record.Fail(group.Select(static step => step.Store), failed.Store, member.CommittedProgress.Counts, text);
        }

        try
        {
            await database.RollbackAsync(CancellationToken.None);
            TakeBack();
            await failed.RecordFailureAsync(CancellationToken.None);
            await RecordAsync(record => record.FailureOn(failed.Store, text), CancellationToken.None);
        }
        catch (Exception second) when (second is not OutOfMemoryException)
        {
            _services.Observer.OnEvent(new WarningEvent(
                $"The failure of {Names} on the store '{failed.Store}' could not be recorded: {second.Message} The next run finds out by itself."));
        }

        _services.Observer.OnEvent(new StepFailedEvent(_records[0].Id, failed.Store, _records[0].Planned.Direction, text, cancelled));
    }

    // In a transaction of its own: there must be none open on the ledger's database.
    private async Task RecordAsync(Func<MigrationRecord, IReadOnlyList<HistoryEvent>> events, CancellationToken cancellationToken)
    {
        await _ledgerDatabase.BeginAsync(cancellationToken);
        try
        {
            await WriteLedgerAsync(events, cancellationToken);
            await _ledgerDatabase.CommitAsync(CancellationToken.None);
            foreach (var record in _records)
            {
                record.KeepWritten();
            }
        }
        catch
        {
            await _ledgerDatabase.RollbackAsync(CancellationToken.None);
            TakeBack();
            throw;
        }
    }

    private async Task WriteLedgerAsync(Func<MigrationRecord, IReadOnlyList<HistoryEvent>> events, CancellationToken cancellationToken)
    {
        foreach (var record in _records)
        {
            await record.WriteAsync(events(record), cancellationToken);
        }
    }

    private void TakeBack()
    {
        foreach (var record in _records)
        {
            record.TakeBack();
        }
    }
}
