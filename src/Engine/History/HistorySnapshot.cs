using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Running;

namespace DocMigrate.Engine.History;

/// <summary>Ledger and journals, read at one moment and held against each other. Immutable.</summary>
/// <remarks>
/// A journal is written in the transaction of the work, so it is the truth about its store. Where it is ahead of the ledger (the process died
/// between the two) its word is taken. Where it is behind, the store is not the one that the ledger speaks of: a contradiction.
/// What is newer is told by when the run began, which both record; the runner makes it grow with every run of a migration.
/// </remarks>
internal sealed class HistorySnapshot
{
    private readonly Dictionary<MigrationId, LedgerEntry> _entries = [];
    private readonly Dictionary<(MigrationId Migration, string Store), JournalEntry> _journals = [];
    private readonly ILookup<MigrationId, JournalEntry> _byMigration;
    private readonly List<HistoryContradiction> _contradictions = [];
    private readonly List<LedgerEntry> _adopted = [];

    private readonly Dictionary<string, StoreFacts> _stores = new(StringComparer.Ordinal);
    private readonly HashSet<string> _untrusted;

    /// <param name="ledger">The ledger's entries.</param>
    /// <param name="stores">What was read of all stores.</param>
    /// <param name="identity">The ids that the ledger knows; null when it knows none.</param>
    /// <param name="historyStore">The store whose database should hold the ledger.</param>
    /// <param name="storesInCode">The stores that a migration of the code touches; null for one that the code does not have.</param>
    public HistorySnapshot(
        IReadOnlyCollection<LedgerEntry> ledger,
        IReadOnlyList<StoreFacts> stores,
        HistoryIdentity? identity,
        string historyStore,
        Func<MigrationId, IReadOnlyList<string>?>? storesInCode = null)
    {
        Identity = identity;
        var problems = StoreComparison.Compare(identity, ledger, stores, historyStore);

        // Of a store that is not the one which the ledger speaks of, nothing is believed.
        _untrusted = problems.Select(static problem => problem.Store).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var store in stores)
        {
            _stores.Add(store.Store, store);
            foreach (var journal in _untrusted.Contains(store.Store) ? [] : store.Journal)
            {
                _journals[(journal.Migration, journal.Store)] = journal;
            }
        }

        _byMigration = _journals.Values.ToLookup(static journal => journal.Migration);
        foreach (var entry in ledger)
        {
            var held = Hold(entry);
            _entries[entry.Migration] = held;
            if (held != entry)
            {
                _adopted.Add(held);
            }
        }

        var lost = _byMigration.Where(group => !_entries.ContainsKey(group.Key))
            .Select(group => FromJournals([.. group], storesInCode?.Invoke(group.Key) ?? []));
        _adopted.AddRange(LedgerOrder.Of(lost));

        foreach (var entry in _adopted)
        {
            _entries[entry.Migration] = entry;
        }

        Problems = [.. problems, .. _contradictions.Select(static contradiction => contradiction.ToProblem())];
    }

    public static HistorySnapshot Empty { get; } = new([], [], null, "");

    /// <summary>All entries by migration.</summary>
    public IReadOnlyDictionary<MigrationId, LedgerEntry> Entries => _entries;

    /// <summary>The entries that say more than the ledger does: to be written to it at the start of the next run.</summary>
    public IReadOnlyList<LedgerEntry> Adopted => _adopted;

    /// <summary>What keeps a run from beginning; empty when ledger and stores fit.</summary>
    public IReadOnlyList<HistoryProblem> Problems { get; }

    /// <summary>The ids that the ledger knows; null when it knows none.</summary>
    public HistoryIdentity? Identity { get; }

    /// <summary>What was read of a store; null for one that the configuration does not have.</summary>
    public StoreFacts? Store(string store) => _stores.GetValueOrDefault(store);

    /// <summary>What was read of all stores.</summary>
    public IReadOnlyCollection<StoreFacts> Stores => _stores.Values;

    /// <summary>Whether ledger and journals say the same in both, so that the same is to be done.</summary>
    public bool HasSameEntries(HistorySnapshot other) =>
        ReferenceEquals(this, other)
        || (Same(_entries, other._entries) && Same(_journals, other._journals) && _adopted.SequenceEqual(other._adopted));

    private static bool Same<TKey, TValue>(Dictionary<TKey, TValue> left, Dictionary<TKey, TValue> right)
        where TKey : notnull =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var value) && EqualityComparer<TValue>.Default.Equals(pair.Value, value));

    public LedgerEntry? Find(MigrationId id) => _entries.GetValueOrDefault(id);

    public JournalEntry? Journal(MigrationId id, string store) => _journals.GetValueOrDefault((id, store));

    public bool IsApplied(MigrationId id) => Find(id)?.Status == MigrationStatus.Applied;

    public bool IsTouched(MigrationId id) => Find(id) is { } entry && entry.Status.IsTouched();

    /// <exception cref="HistoryException">Ledger and stores don't fit.</exception>
    public void RequireConsistentStores()
    {
        if (Problems.Count > 0)
        {
            throw Problems[0].ToException();
        }
    }

    /// <summary>How far a half-done part is; null when nothing of it was committed.</summary>
    public JournalEntry? HalfDone(MigrationId id, string store) =>
        Journal(id, store) is { } journal && journal.Status.IsHalfDone() && !HasNoEffect(journal) ? journal : null;

    /// <summary>How far the part is in that direction, where an earlier run stopped in it; else null.</summary>
    public StepProgress? Resume(MigrationId id, string store, Direction direction) =>
        HalfDone(id, store) is { } journal && journal.Direction == direction && !journal.Progress.IsNothing() ? journal.Progress : null;

    private LedgerEntry Hold(LedgerEntry entry)
    {
        var parts = entry.Parts.Select(part => part with { Status = Truth(entry, part) })
            .Concat(_byMigration[entry.Migration].Where(journal => entry.Part(journal.Store) is null).Select(PartOf))
            .ToValueList();
        if (parts.Equals(entry.Parts))
        {
            return entry;
        }

        var status = LedgerEntries.Combine(parts);
        return entry with { Parts = parts, Status = status, AppliedAt = status == MigrationStatus.Applied ? LastUpdate(entry.Migration, parts) : null };
    }

    private MigrationStatus Truth(LedgerEntry entry, LedgerPart part)
    {
        // Where the configuration lacks a store nobody can look.
        if (_untrusted.Contains(part.Store) || !_stores.ContainsKey(part.Store))
        {
            return part.Status;
        }

        var journal = Journal(entry.Migration, part.Store);
        if (journal is null || HasNoEffect(journal))
        {
            if (part.Status == MigrationStatus.Applied)
            {
                _contradictions.Add(new HistoryContradiction(entry.Migration, part.Store, part.Status, journal?.Status));
            }

            return part.Status;
        }

        // Of a run that died before its first commit on this store, the ledger alone has heard.
        if (IsOlder(entry, part, journal))
        {
            _contradictions.Add(new HistoryContradiction(entry.Migration, part.Store, part.Status, journal.Status));
            return part.Status;
        }

        if (journal.Status == part.Status || journal.StartedAt >= entry.StartedAt || part.Status.IsHalfDone())
        {
            return journal.Status;
        }

        _contradictions.Add(new HistoryContradiction(entry.Migration, part.Store, part.Status, journal.Status));
        return part.Status;
    }

    // Undone, edited and applied again; and then the store was restored to what it was before.
    private static bool IsOlder(LedgerEntry entry, LedgerPart part, JournalEntry journal) =>
        part.Status == MigrationStatus.Applied && journal.Status == MigrationStatus.Applied && journal.StartedAt < entry.StartedAt
        && part.Operations is { } recorded && journal.Operations is { } own && own != recorded;

    // It failed before its first commit: the store is as if it had never begun.
    public static bool HasNoEffect(JournalEntry journal) =>
        journal is { Direction: Direction.Forward, Undo: null } && journal.Status.IsHalfDone() && journal.Progress.IsNothing();

    // The journals know all stores of their migration; what an earlier version wrote did not say, and then the code does.
    /// <summary>The entry of a migration that the ledger does not have.</summary>
    public static LedgerEntry FromJournals(IReadOnlyList<JournalEntry> journals, IReadOnlyList<string> storesInCode)
    {
        var last = journals.MaxBy(static journal => journal.UpdatedAt)!;
        IReadOnlyList<string> stores = last.Stores.Count > 0 ? last.Stores : storesInCode;
        var parts = stores
            .Where(store => journals.All(journal => journal.Store != store))
            .Select(static store => new LedgerPart { Store = store, Status = MigrationStatus.Pending, Operations = "[]" })
            .Concat(journals.Select(PartOf))
            .OrderBy(part => stores.Contains(part.Store) ? stores.ToList().IndexOf(part.Store) : int.MaxValue)
            .ToValueList();
        var status = LedgerEntries.Combine(parts);
        return new LedgerEntry
        {
            Migration = last.Migration,
            Dependencies = last.Dependencies,
            Replaces = last.Replaces,
            Hash = last.Hash,
            Status = status,
            Direction = last.Direction,
            Parts = parts,
            StartedAt = last.StartedAt,
            AppliedAt = status == MigrationStatus.Applied ? last.UpdatedAt : null,
            Actor = last.Actor ?? Actor.Unknown,
            ToolVersion = last.ToolVersion,
        };
    }

    /// <summary>A journal's word as a ledger's part.</summary>
    public static LedgerPart PartOf(JournalEntry journal) => new()
    {
        Store = journal.Store,
        Status = journal.Status,
        Operations = journal.Operations,
        Counts = journal.Progress.Counts,
        Error = journal.Error,
    };

    private DateTimeOffset LastUpdate(MigrationId migration, IEnumerable<LedgerPart> parts) =>
        parts.Max(part => Journal(migration, part.Store)?.UpdatedAt ?? default);
}
