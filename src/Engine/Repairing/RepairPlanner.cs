using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Serialization;
using DocMigrate.History;
using DocMigrate.Running;

namespace DocMigrate.Engine.Repairing;

/// <summary>Works out what a repair has to write. Looks at no database and needs no migrations in the code.</summary>
internal sealed class RepairPlanner(MigrationCatalog catalog, OperationSerializer serializer)
{
    /// <exception cref="Errors.HistoryException">What is wrong is not what the options allow to repair.</exception>
    public RepairPlan Plan(HistorySnapshot history, RepairOptions options)
    {
        RequireFitting(history, options);
        if (history.Identity is null && history.Problems.Any(static problem => problem.Code == HistoryErrors.HistoryLost || problem.Code == HistoryErrors.TwoHistories))
        {
            return Rebuild(history, options);
        }

        var adopted = history.Adopted.Where(entry => options.Store is null || entry.Part(options.Store) is not null);
        return options.Store is { } store
            ? Believe(history, store, options.Accept)
            : new RepairPlan(
                history.Identity ?? new HistoryIdentity(HistoryRegistrar.NewId(), []), null, [.. adopted], [.. adopted.SelectMany(static entry => Adopted(entry))]);
    }

    private static void RequireFitting(HistorySnapshot history, RepairOptions options)
    {
        foreach (var problem in history.Problems)
        {
            var fits = problem.Code == HistoryErrors.HistoryLost
                || (problem.Code == HistoryErrors.TwoHistories && options.Accept)
                || (options.Store is not null && (problem.Store != options.Store || options.Accept || problem.Code == HistoryErrors.StoreBehind));
            if (!fits)
            {
                throw problem.ToException();
            }
        }
    }

    private RepairPlan Rebuild(HistorySnapshot history, RepairOptions options)
    {
        var accepted = options is { Accept: true, Store: { } name } ? history.Store(name) : null;
        var claims = StoreComparison.Claims(history.Stores.Where(store => store != accepted));
        if (claims.Count > 1)
        {
            throw history.Problems[0].ToException();
        }

        var members = history.Stores.Where(static store => store.Identity is not null).ToArray();
        var identity = new HistoryIdentity(
            claims.Count == 1 ? claims[0] : accepted?.Identity?.History ?? HistoryRegistrar.NewId(),
            members.Select(static store => new KnownStore(store.Store, store.Identity!.Id)).ToValueList());
        var entries = LedgerOrder.Of([.. history.Adopted, .. Implied(history)]);
        var names = Suggest.List(history.Stores.Where(static store => store.Journal.Count > 0).Select(static store => store.Store));
        var told = accepted?.Identity is { } own && own.History != identity.Id ? own with { History = identity.Id } : null;
        return new RepairPlan(identity, told, entries,
        [
            new RepairChange(RepairChangeKind.HistoryRebuilt, null, null, null, null, $"The history is rebuilt from the journals of {names}."),
            .. told is null ? [] : (RepairChange[])[Accepted(told.Store)],
            .. entries.SelectMany(static entry => Adopted(entry)),
        ]);
    }

    /// <summary>
    /// The migrations that no journal knows and that others which are applied depend on. They have no operations, as merges have; or they were on a store
    /// that was lost too, and then they are to be applied again.
    /// </summary>
    private IEnumerable<LedgerEntry> Implied(HistorySnapshot history)
    {
        var missing = history.Stores.Where(static store => store.Identity is null && store.Journal.Count == 0).Select(static store => store.Store).ToArray();
        var replaced = history.Adopted.SelectMany(static entry => entry.Replaces).ToHashSet();
        var seen = new HashSet<MigrationId>();
        foreach (var child in history.Adopted.Where(static entry => entry.Status.IsTouched()))
        {
            foreach (var parent in child.Dependencies.Where(id => history.Find(id) is null && !replaced.Contains(id) && seen.Add(id)))
            {
                var code = catalog.Find(parent);
                if (code is null || code.Operations.Count == 0 || code.Stores.Any(missing.Contains))
                {
                    yield return Implied(code ?? new MigrationDefinition { Id = parent }, child, code is null ? missing.Length > 0 : code.Operations.Count > 0);
                }
            }
        }
    }

    private LedgerEntry Implied(MigrationDefinition definition, LedgerEntry child, bool again) => new()
    {
        Migration = definition.Id,
        Dependencies = definition.Dependencies,
        Hash = serializer.Hash(definition),
        Status = again ? MigrationStatus.Pending : MigrationStatus.Applied,
        Direction = Direction.Forward,
        StartedAt = child.StartedAt,
        AppliedAt = again ? null : child.StartedAt,
        Actor = child.Actor,
        ToolVersion = child.ToolVersion,
    };

    private static RepairPlan Believe(HistorySnapshot history, string store, bool accept)
    {
        var identity = history.Identity ?? new HistoryIdentity(HistoryRegistrar.NewId(), []);
        var facts = history.Store(store)!;
        var changes = new List<RepairChange>();
        StoreIdentity? told = null;
        if (accept && (identity.Of(store) != facts.Identity?.Id || (facts.Identity is { } own && own.History != identity.Id)))
        {
            told = facts.Identity is { } known ? known with { History = identity.Id } : null;
            identity = told is null ? HistoryRegistrar.Without(identity, store) : HistoryRegistrar.With(identity, told);
            changes.Add(Accepted(store));
        }

        var journals = facts.Journal.Where(static journal => !HistorySnapshot.HasNoEffect(journal)).ToDictionary(static journal => journal.Migration);
        var entries = new List<LedgerEntry>();
        foreach (var entry in history.Entries.Values.OrderBy(static entry => entry.Order))
        {
            if (entry.Part(store) is { } part && Corrected(entry, part, journals.GetValueOrDefault(entry.Migration)) is { } corrected)
            {
                entries.Add(corrected);
                changes.Add(Change(RepairChangeKind.EntryCorrected, entry.Migration, store, part.Status, corrected.Part(store)!.Status));
            }
        }

        var unknown = LedgerOrder.Of(journals.Values.Where(journal => history.Find(journal.Migration)?.Part(store) is null)
            .Select(static journal => HistorySnapshot.FromJournals([journal], [])));
        foreach (var entry in unknown)
        {
            var whole = history.Find(entry.Migration) is { } other ? WithPart(other, entry.Part(store)!) : entry;
            entries.Add(whole);
            changes.Add(Change(RepairChangeKind.EntryRebuilt, entry.Migration, store, null, entry.Part(store)!.Status));
        }

        return new RepairPlan(identity, told, entries, changes);
    }

    /// <summary>The entry with the store's word in it; null when it has that already.</summary>
    private static LedgerEntry? Corrected(LedgerEntry entry, LedgerPart part, JournalEntry? journal)
    {
        if (journal is null)
        {
            return part.Status.IsTouched()
                ? Settled(entry.WithPart(part with { Status = MigrationStatus.Pending, Counts = StepCounts.Zero, Error = null }), null)
                : null;
        }

        var edited = part.Operations is { } recorded && journal.Operations is { } own && own != recorded;
        if (part.Status == journal.Status && !edited)
        {
            return null;
        }

        var alone = entry.Parts.All(other => other.Store == part.Store || !other.Status.IsTouched());
        var believed = entry.WithPart(HistorySnapshot.PartOf(journal)) with { Hash = alone ? journal.Hash : entry.Hash };
        return Settled(believed with { StartedAt = journal.StartedAt < entry.StartedAt && alone ? journal.StartedAt : entry.StartedAt }, journal);
    }

    private static LedgerEntry WithPart(LedgerEntry entry, LedgerPart part) => Settled(entry with { Parts = [.. entry.Parts, part] }, null);

    // What was applied and is not any more is to be applied again: so it is pending, not rolled back.
    private static LedgerEntry Settled(LedgerEntry entry, JournalEntry? journal)
    {
        var status = LedgerEntries.Combine(entry.Parts);
        return entry with
        {
            Status = status == MigrationStatus.RolledBack ? MigrationStatus.Pending : status,
            Direction = journal?.Direction ?? Direction.Forward,
            AppliedAt = status == MigrationStatus.Applied ? entry.AppliedAt ?? journal?.UpdatedAt : null,
        };
    }

    private static RepairChange Accepted(string store) =>
        new(RepairChangeKind.StoreAccepted, null, store, null, null, $"The database of '{store}' is accepted as this project's store '{store}'.");

    private static IEnumerable<RepairChange> Adopted(LedgerEntry entry) => entry.Parts.Count == 0
        ? [Change(RepairChangeKind.EntryRebuilt, entry.Migration, null, null, entry.Status)]
        : entry.Parts.Select(part => Change(RepairChangeKind.EntryRebuilt, entry.Migration, part.Store, null, part.Status));

    private static RepairChange Change(RepairChangeKind kind, MigrationId migration, string? store, MigrationStatus? from, MigrationStatus to)
    {
        var where = store is null ? "" : $" on '{store}'";
        var was = from is { } before && before != to ? $"; the history said that it is {Word(before)}" : "";
        return new RepairChange(kind, migration.ToString(), store, from, to, $"'{migration}' is {Word(to)}{where}{was}.");
    }

    private static string Word(MigrationStatus status) => status switch
    {
        MigrationStatus.Pending => "not applied",
        MigrationStatus.RolledBack => "rolled back",
        MigrationStatus.Running or MigrationStatus.Failed => "half-done",
        _ => "applied",
    };
}
