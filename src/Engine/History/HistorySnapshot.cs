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

    /// <param name="ledger">The ledger's entries.</param>
    /// <param name="journals">The journals' entries of all stores.</param>
    /// <param name="storesInCode">The stores that a migration of the code touches; null for one that the code does not have.</param>
    public HistorySnapshot(
        IEnumerable<LedgerEntry> ledger, IEnumerable<JournalEntry> journals, Func<MigrationId, IReadOnlyList<string>?>? storesInCode = null)
    {
        foreach (var journal in journals)
        {
            _journals[(journal.Migration, journal.Store)] = journal;
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
    }

    public static HistorySnapshot Empty { get; } = new([], []);

    /// <summary>All entries by migration.</summary>
    public IReadOnlyDictionary<MigrationId, LedgerEntry> Entries => _entries;

    /// <summary>The entries that say more than the ledger does: to be written to it at the start of the next run.</summary>
    public IReadOnlyList<LedgerEntry> Adopted => _adopted;

    public IReadOnlyList<HistoryContradiction> Contradictions => _contradictions;

    public LedgerEntry? Find(MigrationId id) => _entries.GetValueOrDefault(id);

    public JournalEntry? Journal(MigrationId id, string store) => _journals.GetValueOrDefault((id, store));

    public bool IsApplied(MigrationId id) => Find(id)?.Status == MigrationStatus.Applied;

    public bool IsTouched(MigrationId id) => Find(id) is { } entry && entry.Status.IsTouched();

    /// <exception cref="HistoryException">There is a contradiction.</exception>
    public void RequireConsistentStores()
    {
        if (_contradictions.Count > 0)
        {
            throw new HistoryException(HistoryErrors.StoreBehind, _contradictions[0].Message, _contradictions[0].Remedy);
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
        if (journal.Status == part.Status || journal.StartedAt >= entry.StartedAt || part.Status.IsHalfDone())
        {
            return journal.Status;
        }

        _contradictions.Add(new HistoryContradiction(entry.Migration, part.Store, part.Status, journal.Status));
        return part.Status;
    }

    // It failed before its first commit: the store is as if it had never begun.
    private static bool HasNoEffect(JournalEntry journal) =>
        journal is { Direction: Direction.Forward, Undo: null } && journal.Status.IsHalfDone() && journal.Progress.IsNothing();

    // The journals know all stores of their migration; what an earlier version wrote did not say, and then the code does.
    private static LedgerEntry FromJournals(IReadOnlyList<JournalEntry> journals, IReadOnlyList<string> storesInCode)
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

    private static LedgerPart PartOf(JournalEntry journal) => new()
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
