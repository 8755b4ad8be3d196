using DocMigrate.Backends;
using DocMigrate.Engine.History;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Runs one migration of a plan, once. Consecutive steps on one database share a transaction.</summary>
/// <remarks>
/// The order makes every crash readable: the ledger says Running before anything of a step is committed; a step's journal entry is committed with the
/// step's work; the ledger follows, in the same transaction where it is in the same database. So a journal is never behind its store, nor the ledger ahead of
/// a journal. A step that is one transaction in the ledger's own database needs no Running: nobody could see it apart from the end.
/// </remarks>
internal sealed class MigrationRun
{
    private readonly RunServices _services;
    private readonly PlannedMigration _planned;
    private readonly HistorySnapshot _history;
    private readonly bool _fake;
    private readonly IStoreDatabase _ledgerDatabase;
    private readonly List<StepCompletedEvent> _uncommitted = [];
    private readonly Beginning _beginning;
    private LedgerEntry _committed;
    private LedgerEntry _entry;

    /// <param name="services">What it works with.</param>
    /// <param name="planned">The migration.</param>
    /// <param name="history">What is recorded.</param>
    /// <param name="fake">Whether it is only recorded, and no operation run.</param>
    public MigrationRun(RunServices services, PlannedMigration planned, HistorySnapshot history, bool fake)
    {
        _fake = fake;
        _services = services;
        _planned = planned;
        _history = history;
        _ledgerDatabase = services.Stores.History;
        _entry = _committed = Begin();
        _beginning = new Beginning(Event(null, _entry.Status, null));
    }

    private MigrationId Id => _planned.Definition.Id;

    private MigrationStatus Goal => _planned.Direction == Direction.Forward ? MigrationStatus.Applied : MigrationStatus.RolledBack;

    /// <summary>What was done to the data so far.</summary>
    public StepCounts Counts { get; private set; } = StepCounts.Zero;

    /// <returns>Where the migration stands then: applied, or rolled back, unless other stores of it are left as they are.</returns>
    public async Task<MigrationStatus> RunAsync(CancellationToken cancellationToken)
    {
        if (_planned.Steps.Count == 0 || DatabaseOf(_planned.Steps[0]) != _ledgerDatabase)
        {
            await RecordAsync(_entry, [], cancellationToken);
        }

        for (var first = 0; first < _planned.Steps.Count;)
        {
            var database = DatabaseOf(_planned.Steps[first]);
            var group = _planned.Steps.Skip(first).TakeWhile(step => DatabaseOf(step) == database).ToArray();
            first += group.Length;
            await RunGroupAsync(database, group, _planned.Steps.ElementAtOrDefault(first), cancellationToken);
        }

        if (_entry.Status == Goal)
        {
            _services.Observer.OnEvent(new MigrationCompletedEvent(Id, _planned.Direction, _fake));
        }

        return _entry.Status;
    }

    private async Task RunGroupAsync(IStoreDatabase database, PlanStep[] group, PlanStep? next, CancellationToken cancellationToken)
    {
        StepRun? current = null;
        try
        {
            foreach (var step in group)
            {
                var run = current = NewStepRun(database, step);
                if (step == group[0])
                {
                    await database.BeginAsync(cancellationToken);
                }

                var completed = await run.ExecuteAsync(cancellationToken);
                var part = _entry.Part(step.Store)! with { Status = Goal, Counts = completed.Counts, Error = null };
                _entry = Settled(_entry.WithPart(part));
                if ((step == group[^1] ? next : group[Array.IndexOf(group, step) + 1]) is { } following)
                {
                    _entry = Begun(_entry, following);
                }

                _uncommitted.Add(completed);
                if (database == _ledgerDatabase)
                {
                    await WriteLedgerAsync(_entry, EventsOf([completed]), cancellationToken);
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
                HistoryErrors.StepFailed, $"'{Id}' failed on the store '{current!.Step.Store}': {error.Message}",
                "Remove the cause and run the same command again: it goes on where this run stopped. 'docmigrate migrate' to the migration before it undoes what was done.",
                error);
        }

        await CommittedAsync(database);
    }

    private StepRun NewStepRun(IStoreDatabase database, PlanStep step) => new(_services, _services.Stores[step.Store], step, _history)
    {
        Fake = _fake,
        Entry = () => _entry,
        Committing = stop => _beginning.IsWritten || database != _ledgerDatabase ? Task.CompletedTask : WriteLedgerAsync(_entry, [], stop),
        Committed = () => CommittedAsync(database),
    };

    // After a commit, what it made durable is told: to the ledger where that is elsewhere, and to the observer.
    private async Task CommittedAsync(IStoreDatabase database)
    {
        if (_uncommitted.Count > 0 && database != _ledgerDatabase)
        {
            await RecordAsync(_entry, EventsOf(_uncommitted), CancellationToken.None);
        }

        _beginning.IsDurable = _beginning.IsWritten;
        _committed = _entry;
        foreach (var completed in _uncommitted)
        {
            Counts += completed.Counts;
            _services.Observer.OnEvent(completed);
        }

        _uncommitted.Clear();
    }

    private async Task FailAsync(IStoreDatabase database, PlanStep[] group, StepRun failed, Exception error)
    {
        var cancelled = error is OperationCanceledException;
        var text = cancelled ? "Cancelled." : error.Message;
        _uncommitted.Clear();
        _entry = _committed;
        foreach (var step in group.Where(step => _entry.Part(step.Store)!.Status == MigrationStatus.Running && step.Store != failed.Step.Store))
        {
            _entry = _entry.WithPart(_entry.Part(step.Store)! with { Status = StatusBefore(step.Store) });
        }

        var part = _entry.Part(failed.Step.Store)! with { Status = MigrationStatus.Failed, Error = text, Counts = failed.CommittedProgress.Counts };
        _entry = _entry.WithPart(part) with { Status = MigrationStatus.Failed };
        try
        {
            await database.RollbackAsync(CancellationToken.None);
            _beginning.IsWritten = _beginning.IsDurable;
            await failed.RecordFailureAsync(CancellationToken.None);
            await RecordAsync(
                _entry, [Event(failed.Step.Store, MigrationStatus.Failed, text), Event(null, MigrationStatus.Failed, null)], CancellationToken.None);
        }
        catch (Exception second) when (second is not OutOfMemoryException)
        {
            _services.Observer.OnEvent(new WarningEvent(
                $"The failure of '{Id}' on the store '{failed.Step.Store}' could not be recorded: {second.Message} The next run finds out by itself."));
        }

        _services.Observer.OnEvent(new StepFailedEvent(Id, failed.Step.Store, _planned.Direction, text, cancelled));
    }

    private LedgerEntry Begin()
    {
        var previous = _history.Find(Id);
        var parts = _planned.Direction == Direction.Backward && previous is not null
            ? previous.Parts.Select(part => part with { Operations = part.Operations ?? OperationsOn(part.Store) }).ToValueList()
            : _planned.Definition.Stores.Select(store => new LedgerPart
            {
                Store = store,
                Status = StatusBefore(store),
                Operations = OperationsOn(store),
                Counts = previous?.Part(store)?.Counts ?? StepCounts.Zero,
            }).ToValueList();

        // A part that was begun without any effect needs no step: it is as good as undone.
        var idle = parts.Select(part => part.Status.IsHalfDone() && _history.HalfDone(Id, part.Store) is null
            ? part with { Status = MigrationStatus.RolledBack, Error = null }
            : part).ToValueList();
        var entry = new LedgerEntry
        {
            Migration = Id,
            Dependencies = _planned.Definition.Dependencies,
            Replaces = _planned.Definition.Replaces,
            Hash = _planned.Hash,
            Status = MigrationStatus.Running,
            Direction = _planned.Direction,
            Parts = idle,
            Order = previous?.Order ?? 0,
            StartedAt = RunClock.Next(_services.Time, _history, previous),
            Actor = Actor.Current,
            ToolVersion = Actor.ToolVersion,
        };
        return _planned.Steps.Count == 0 ? Settled(entry) : Begun(entry, _planned.Steps[0]);
    }

    private string OperationsOn(string store) => _services.Serializer.Serialize(_planned.Definition.OperationsOn(store));

    private static LedgerEntry Begun(LedgerEntry entry, PlanStep step) =>
        entry.WithPart(entry.Part(step.Store)! with { Status = MigrationStatus.Running, Error = null });

    private LedgerEntry Settled(LedgerEntry entry)
    {
        var status = entry.Parts.Count == 0 ? Goal : LedgerEntries.Combine(entry.Parts);
        return entry with { Status = status, AppliedAt = status == MigrationStatus.Applied ? _services.Time.GetUtcNow() : null };
    }

    private MigrationStatus StatusBefore(string store) => _history.Find(Id)?.Part(store)?.Status ?? MigrationStatus.Pending;

    private IStoreDatabase DatabaseOf(PlanStep step) => _services.Stores[step.Store].Database;

    // In a transaction of its own: there must be none open on the ledger's database.
    private async Task RecordAsync(LedgerEntry entry, IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        await _ledgerDatabase.BeginAsync(cancellationToken);
        try
        {
            await WriteLedgerAsync(entry, events, cancellationToken);
            await _ledgerDatabase.CommitAsync(CancellationToken.None);
            _beginning.IsDurable = true;
        }
        catch
        {
            await _ledgerDatabase.RollbackAsync(CancellationToken.None);
            _beginning.IsWritten = _beginning.IsDurable;
            throw;
        }
    }

    // The first time, the log says first that the run began.
    private async Task WriteLedgerAsync(LedgerEntry entry, IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        await _ledgerDatabase.Ledger.WriteAsync(entry, cancellationToken);
        foreach (var historyEvent in _beginning.IsWritten ? events : [_beginning.Event, .. events])
        {
            await _ledgerDatabase.Ledger.AppendAsync(historyEvent, cancellationToken);
        }

        _beginning.IsWritten = true;
    }

    // A line for each store, and one for the migration when the last of its stores is done.
    private HistoryEvent[] EventsOf(IReadOnlyList<StepCompletedEvent> completed) =>
    [
        .. completed.Select(step => Event(step.Store, Goal, RunText.Of(step.Counts))),
        .. completed.Count > 0 && _entry.Status == Goal ? [Event(null, Goal, null)] : Array.Empty<HistoryEvent>(),
    ];

    private HistoryEvent Event(string? store, MigrationStatus status, string? detail) => new()
    {
        At = _services.Time.GetUtcNow(),
        Migration = Id,
        Store = store,
        Status = status,
        Direction = _planned.Direction,
        Actor = Actor.Current,
        Detail = detail ?? (_fake ? "faked" : null),
    };

    /// <summary>The line of the log that says that the run began.</summary>
    private sealed class Beginning(HistoryEvent historyEvent)
    {
        public HistoryEvent Event { get; } = historyEvent;

        /// <summary>Whether it is written, perhaps in a transaction that is open.</summary>
        public bool IsWritten { get; set; }

        /// <summary>Whether it is committed.</summary>
        public bool IsDurable { get; set; }
    }
}
