using DocMigrate.Engine.History;
using DocMigrate.History;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>What the ledger is told about one migration while it runs. Not thread-safe.</summary>
internal sealed class MigrationRecord
{
    private readonly RunServices _services;
    private readonly HistorySnapshot _history;
    private readonly bool _fake;
    private readonly HistoryEvent _beginning;
    private LedgerEntry _committed;
    private bool _isDurable;

    /// <param name="services">What the run works with.</param>
    /// <param name="planned">The migration.</param>
    /// <param name="history">What is recorded before the run.</param>
    /// <param name="fake">Whether it is only recorded, and no operation run.</param>
    public MigrationRecord(RunServices services, PlannedMigration planned, HistorySnapshot history, bool fake)
    {
        (_services, Planned, _history, _fake) = (services, planned, history, fake);
        Entry = _committed = First();
        _beginning = Event(null, Entry.Status, null);
    }

    /// <summary>The migration.</summary>
    public PlannedMigration Planned { get; }

    public MigrationId Id => Planned.Definition.Id;

    /// <summary>The entry as it is now; perhaps not yet written.</summary>
    public LedgerEntry Entry { get; private set; }

    public MigrationStatus Goal => Planned.Direction == Direction.Forward ? MigrationStatus.Applied : MigrationStatus.RolledBack;

    /// <summary>Whether the log says that the run began, perhaps in a transaction that is open.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>A step begins.</summary>
    public void Begin(PlanStep step) => Entry = Begun(Entry, step);

    /// <summary>A step is done.</summary>
    public void Complete(string store, StepCounts counts) =>
        Entry = Settled(Entry.WithPart(Entry.Part(store)! with { Status = Goal, Counts = counts, Error = null }));

    /// <summary>A step failed; what was done since the last commit is taken back.</summary>
    /// <param name="taken">The stores whose steps shared its transaction.</param>
    /// <param name="store">The failed step's store.</param>
    /// <param name="counts">What it had done, as committed.</param>
    /// <param name="error">Why.</param>
    public void Fail(IEnumerable<string> taken, string store, StepCounts counts, string error)
    {
        Entry = _committed;
        foreach (var other in taken.Where(other => other != store && Entry.Part(other)!.Status == MigrationStatus.Running))
        {
            Entry = Entry.WithPart(Entry.Part(other)! with { Status = StatusBefore(other) });
        }

        Entry = Entry.WithPart(Entry.Part(store)! with { Status = MigrationStatus.Failed, Error = error, Counts = counts }) with { Status = MigrationStatus.Failed };
    }

    /// <summary>The work was committed.</summary>
    public void Committed()
    {
        _committed = Entry;
        KeepWritten();
    }

    /// <summary>What was written is durable.</summary>
    public void KeepWritten() => _isDurable = IsWritten;

    /// <summary>What was written since the last commit is gone.</summary>
    public void TakeBack() => IsWritten = _isDurable;

    /// <summary>Writes the entry and lines of the log in the transaction that is open; the first time, the log says first that the run began.</summary>
    public async Task WriteAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        var ledger = _services.Stores.History.Ledger;
        await ledger.WriteAsync(Entry, cancellationToken);
        foreach (var historyEvent in IsWritten ? events : [_beginning, .. events])
        {
            await ledger.AppendAsync(historyEvent, cancellationToken);
        }

        IsWritten = true;
    }

    /// <summary>A line for each step of it, and one for the migration when the last of its stores is done.</summary>
    public IReadOnlyList<HistoryEvent> EventsOf(IEnumerable<StepCompletedEvent> completed)
    {
        HistoryEvent[] steps = [.. completed.Where(step => step.Migration == Id).Select(step => Event(step.Store, Goal, RunText.Of(step.Counts, Planned.Pass)))];
        return steps.Length > 0 && Entry.Status == Goal ? [.. steps, Event(null, Goal, null)] : steps;
    }

    /// <summary>The lines that say that it failed on a store.</summary>
    public IReadOnlyList<HistoryEvent> FailureOn(string store, string error) =>
        [Event(store, MigrationStatus.Failed, error), Event(null, MigrationStatus.Failed, null)];

    private LedgerEntry First()
    {
        var previous = _history.Find(Id);
        var parts = Planned.Direction == Direction.Backward && previous is not null
            ? previous.Parts.Select(part => part with { Operations = part.Operations ?? OperationsOn(part.Store) })
            : Planned.Definition.Stores.Select(store => new LedgerPart
            {
                Store = store,
                Status = StatusBefore(store),
                Operations = OperationsOn(store),
                Counts = previous?.Part(store)?.Counts ?? StepCounts.Zero,
                Pass = previous?.Part(store)?.Pass ?? [],
            });

        // A part that was begun without any effect needs no step: it is as good as undone.
        var idle = parts.Select(part => part.Status.IsHalfDone() && _history.HalfDone(Id, part.Store) is null
            ? part with { Status = MigrationStatus.RolledBack, Error = null }
            : part).ToValueList();
        var entry = new LedgerEntry
        {
            Migration = Id,
            Dependencies = Planned.Definition.Dependencies,
            Replaces = Planned.Definition.Replaces,
            Hash = Planned.Hash,
            Status = MigrationStatus.Running,
            Direction = Planned.Direction,
            Parts = idle,
            Order = previous?.Order ?? 0,
            StartedAt = RunClock.Next(_services.Time, _history, previous),
            Actor = Actor.Current,
            ToolVersion = Actor.ToolVersion,
        };
        return Planned.Steps.Count == 0 ? Settled(entry) : Begun(entry, Planned.Steps[0]);
    }

    private string OperationsOn(string store) => _services.Serializer.Serialize(Planned.Definition.OperationsOn(store));

    private LedgerEntry Begun(LedgerEntry entry, PlanStep step) =>
        entry.WithPart(entry.Part(step.Store)! with { Status = MigrationStatus.Running, Error = null, Pass = Planned.Pass });

    private LedgerEntry Settled(LedgerEntry entry)
    {
        var status = entry.Parts.Count == 0 ? Goal : LedgerEntries.Combine(entry.Parts);
        return entry with { Status = status, AppliedAt = status == MigrationStatus.Applied ? _services.Time.GetUtcNow() : null };
    }

    private MigrationStatus StatusBefore(string store) => _history.Find(Id)?.Part(store)?.Status ?? MigrationStatus.Pending;

    private HistoryEvent Event(string? store, MigrationStatus status, string? detail) => new()
    {
        At = _services.Time.GetUtcNow(),
        Migration = Id,
        Store = store,
        Status = status,
        Direction = Planned.Direction,
        Actor = Actor.Current,
        Detail = detail ?? (_fake ? "faked" : null),
    };
}
