using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Inspection;
using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Planning;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Keeping;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Keeping;

/// <summary>Looks for documents that programs of an older version wrote since their migrations ran, and brings them up to date; then the history is told how many are late still.</summary>
internal sealed class Sweeper(RunServices services, HistoryReader reader, MigrationPlanner planner)
{
    public async Task<SweepReport> RunAsync(SweepOptions options, CancellationToken cancellationToken)
    {
        var includes = Selection(options.From);
        var backends = Backends(options.Store);
        await using var locks = new LockSet(services.Stores, new LockWait(options.LockTimeout ?? new RunOptions().LockTimeout, services.Observer, services.Time));
        await locks.AddAsync([services.Stores.History, .. backends.Select(static backend => backend.Database)], cancellationToken);
        var history = await reader.ReadAsync(cancellationToken);
        history.RequireConsistentStores();
        var applied = backends.ToDictionary(static backend => backend, backend => planner.Applied(backend.Store, history));
        foreach (var backend in backends)
        {
            RequireWhole(backend.Store, history);
        }

        await locks.RaiseFenceAsync(cancellationToken);
        var (collections, late) = (new List<SweptCollection>(), new List<LateReport>());
        foreach (var backend in backends.Where(backend => applied[backend].Any(step => includes(step.Migration))))
        {
            var swept = await SweepAsync(backend, applied[backend], includes, options, new LockReporter(services.Observer, locks), history, cancellationToken);
            collections.AddRange(swept.Collections);
            late.AddRange(swept.Late);
        }

        return new SweepReport(collections.ToValueList(), late.ToValueList());
    }

    private async Task<(IReadOnlyList<SweptCollection> Collections, IEnumerable<LateReport> Late)> SweepAsync(
        IMigrationBackend backend, IReadOnlyList<PlanStep> applied, Func<MigrationId, bool> includes, SweepOptions options, IRunObserver observer, HistorySnapshot history,
        CancellationToken cancellationToken)
    {
        var throttle = new Throttle(options.Passes, observer, services.Time);
        await backend.Database.BeginAsync(cancellationToken);
        try
        {
            var swept = await ((ISweeps)backend).SweepAsync(
                new SweepRequest
                {
                    Applied = applied,
                    Includes = includes,
                    Observer = observer,
                    Passes = options.Passes,
                    Checkpoint = async stop =>
                    {
                        await backend.Database.CommitAsync(CancellationToken.None);
                        await throttle.PauseAsync(stop);
                        await backend.Database.BeginAsync(stop);
                    },
                },
                cancellationToken);
            var concerned = swept.SelectMany(static collection => collection.Migrations).Select(static migration => migration.Migration).ToHashSet();
            LedgerEntry[] entries = [.. applied.Where(step => concerned.Contains(step.Migration)).Select(step => history.Find(step.Migration)!)];
            var late = entries.ToDictionary(static entry => entry.Migration, entry => LateOf(entry.Part(backend.Store)!, swept, entry.Migration, options.Checked));
            await RecordAsync(backend, entries, late, swept, options.Checked);
            return (swept, late.Where(static item => item.Value > 0).Select(item => new LateReport(backend.Store, item.Key.ToString(), item.Value)));
        }
        catch
        {
            await backend.Database.RollbackAsync(CancellationToken.None);
            await services.Stores.History.RollbackAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>How many documents are late for a migration: those that were found; and where not all could be told, no fewer than the history has, unless somebody checked them.</summary>
    private static long LateOf(LedgerPart part, IEnumerable<SweptCollection> swept, MigrationId migration, bool isChecked)
    {
        SweptMigration[] mine = [.. swept.SelectMany(static collection => collection.Migrations).Where(swept => swept.Migration == migration)];
        var found = mine.Sum(static item => item.Late);
        return isChecked || mine.All(static item => item.Told) ? found : Math.Max(found, part.Counts.Late);
    }

    private async Task RecordAsync(
        IMigrationBackend backend, IReadOnlyList<LedgerEntry> entries, Dictionary<MigrationId, long> late, IReadOnlyList<SweptCollection> swept, bool isChecked)
    {
        var history = services.Stores.History;
        var journal = (await backend.Database.Journal.ReadAsync(backend.Store, CancellationToken.None)).ToDictionary(static entry => entry.Migration);
        foreach (var (migration, count) in late)
        {
            if (journal.GetValueOrDefault(migration) is { } entry && entry.Progress.Counts.Late != count)
            {
                await backend.Database.Journal.WriteAsync(
                    entry with { Progress = entry.Progress with { Counts = entry.Progress.Counts with { Late = count } }, UpdatedAt = services.Time.GetUtcNow() }, CancellationToken.None);
            }
        }

        if (backend.Database != history)
        {
            await backend.Database.CommitAsync(CancellationToken.None);
            await history.BeginAsync(CancellationToken.None);
        }

        foreach (var entry in entries)
        {
            var part = entry.Part(backend.Store)!;
            if (part.Counts.Late != late[entry.Migration])
            {
                await history.Ledger.WriteAsync(entry.WithPart(part with { Counts = part.Counts with { Late = late[entry.Migration] } }), CancellationToken.None);
            }

            if (Detail(entry.Migration, swept, part.Counts.Late, late[entry.Migration], isChecked) is { } detail)
            {
                await history.Ledger.AppendAsync(
                    new HistoryEvent
                    {
                        At = services.Time.GetUtcNow(),
                        Migration = entry.Migration,
                        Store = backend.Store,
                        Status = MigrationStatus.Applied,
                        Direction = Direction.Forward,
                        Actor = Actor.Current,
                        Detail = detail,
                    },
                    CancellationToken.None);
            }
        }

        await history.CommitAsync(CancellationToken.None);
    }

    // Null when there is nothing to say.
    private static string? Detail(MigrationId migration, IEnumerable<SweptCollection> swept, long before, long after, bool isChecked)
    {
        SweptMigration[] mine = [.. swept.SelectMany(static collection => collection.Migrations).Where(swept => swept.Migration == migration)];
        var counts = new StepCounts(Changed: mine.Sum(static item => item.Changed), Quarantined: mine.Sum(static item => item.Quarantined), Late: after);
        return counts is { Changed: 0, Quarantined: 0 } && before == after
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"sweep: {RunText.Of(counts) ?? "nothing late"}{(before == after ? "" : $" (late before: {before}{(isChecked ? ", checked by hand" : "")})")}");
    }

    private Func<MigrationId, bool> Selection(MigrationTarget from)
    {
        if (from.Module is null)
        {
            return static _ => true;
        }

        var resolved = new TargetResolver(planner.Graph).Resolve(from);
        return from.Name is null && planner.Graph.Order.Any(id => id.Module == from.Module) ? id => id.Module == from.Module : id => resolved.Migrations.Contains(id);
    }

    private List<IMigrationBackend> Backends(string? store)
    {
        if (store is not null && services.Stores[store] is not ISweeps)
        {
            throw new ConfigurationException(
                KeepingErrors.NoDocuments, $"The store '{store}' has nothing to sweep: it holds tables.", "Name a store of documents, or leave --store out for all.");
        }

        return [.. services.Stores.Backends.Where(backend => backend is ISweeps && (store is null || backend.Store == store))];
    }

    private static void RequireWhole(string store, HistorySnapshot history)
    {
        foreach (var half in history.Entries.Keys.Where(migration => history.HalfDone(migration, store) is not null))
        {
            throw new HistoryException(
                KeepingErrors.SweepHalfDone, $"'{half}' is half-done on the store '{store}': its documents are old and new by right.",
                "Run 'docmigrate migrate' to finish it, which sweeps at its end; or migrate back to the migration before it.");
        }
    }
}
