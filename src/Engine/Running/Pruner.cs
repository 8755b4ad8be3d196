using System.Globalization;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Planning;
using DocMigrate.Engine.Reporting;
using DocMigrate.Errors;
using DocMigrate.History;

namespace DocMigrate.Engine.Running;

/// <summary>Takes out of the history what the code of a module no longer has. Changes no data. Not thread-safe.</summary>
internal sealed class Pruner(RunServices services, HistoryReader reader, MigrationPlanner planner, MigrationCatalog catalog)
{
    /// <exception cref="HistoryException">Something of it must stay.</exception>
    public async Task<PruneReport> PlanAsync(string module, CancellationToken cancellationToken)
    {
        var history = await ReadAsync(cancellationToken);
        return await ReportAsync(history, module, Find(history, module), cancellationToken);
    }

    /// <param name="module">The module.</param>
    /// <param name="migrations">What was shown: should there be another set by now, nothing is done.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HistoryException">Something of it must stay.</exception>
    public async Task<PruneReport> RunAsync(
        string module, IReadOnlyCollection<MigrationId> migrations, RunOptions options, CancellationToken cancellationToken)
    {
        var history = await ReadAsync(cancellationToken);
        await using var locks = new LockSet(services.Stores, new LockWait(options.LockTimeout, services.Observer, services.Time));
        await locks.AddAsync([services.Stores.History, .. services.Stores.Databases], cancellationToken);
        history = await ReadAsync(cancellationToken);
        var entries = Find(history, module);
        if (!entries.Select(static entry => entry.Migration).ToHashSet().SetEquals(migrations))
        {
            throw new HistoryException(
                HistoryErrors.PruneNeeded, $"The history of the module '{module}' has changed since what is to be pruned was shown.", "Run the same command again.");
        }

        var report = await ReportAsync(history, module, entries, cancellationToken);
        if (entries.Count == 0)
        {
            return report;
        }

        await locks.RaiseFenceAsync(cancellationToken);
        await ForgetAsync(entries, report, cancellationToken);
        return report with { Pruned = true };
    }

    private async Task<HistorySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var history = await reader.ReadAsync(cancellationToken);
        history.RequireConsistentStores();
        return history;
    }

    private IReadOnlyList<LedgerEntry> Find(HistorySnapshot history, string module)
    {
        var view = planner.View(history);
        RequireModule(history, view, module);
        var kept = Kept(history, module).ToHashSet();
        LedgerEntry[] entries = [.. Lost(history, module).Where(entry => !kept.Contains(entry.Migration))];
        foreach (var entry in entries)
        {
            RequireFree(entry, history, view, entries);
        }

        RequireState(history, entries);
        return entries;
    }

    private IEnumerable<LedgerEntry> Lost(HistorySnapshot history, string module) => history.Entries.Values
        .Where(entry => entry.Migration.Module == module && !catalog.Ids.Contains(entry.Migration))
        .OrderBy(static entry => entry.Order);

    // A squash that was recorded because all that it replaces was applied has no parts of its own: theirs say what is in the stores.
    private IEnumerable<MigrationId> Kept(HistorySnapshot history, string module)
    {
        var view = planner.View(history);
        var standing = catalog.Definitions
            .Where(definition => definition.Replaces.Count > 0 && history.Find(definition.Id) is { Status: MigrationStatus.Applied, Parts.Count: 0 })
            .SelectMany(definition => view.Replaced(definition.Id))
            .ToHashSet();
        return Lost(history, module).Select(static entry => entry.Migration).Where(standing.Contains);
    }

    private static void RequireModule(HistorySnapshot history, SquashView view, string module)
    {
        string[] modules = [.. view.Graph.Modules.Concat(history.Entries.Keys.Select(static id => id.Module)).Distinct().Order(StringComparer.Ordinal)];
        if (!modules.Contains(module))
        {
            throw new HistoryException(
                CatalogErrors.UnknownModule, $"There is no module '{module}'.{Suggest.DidYouMean(module, modules)}",
                $"Use one of the modules {Suggest.List(modules)}.", ExitCode.Usage);
        }
    }

    private void RequireFree(LedgerEntry entry, HistorySnapshot history, SquashView view, LedgerEntry[] pruned)
    {
        if (entry.Status.IsHalfDone())
        {
            throw new HistoryException(
                HistoryErrors.PruneHalfDone, $"'{entry.Migration}' is half-done: without its entry nobody could finish or undo it.",
                "Run 'docmigrate migrate --sync', which undoes what it did, and prune then.");
        }

        if (catalog.Definitions.FirstOrDefault(squash => view.Replaced(squash.Id).Contains(entry.Migration) && !history.IsApplied(squash.Id)) is { } squash)
        {
            throw new HistoryException(
                HistoryErrors.PruneNeeded, $"'{entry.Migration}' is replaced by '{squash.Id}', which is not recorded as applied.",
                "Run 'docmigrate migrate', which records it where all that it replaces is applied, and prune then.");
        }

        var dependant = history.Entries.Values.FirstOrDefault(other =>
            other.Status.IsTouched() && other.Dependencies.Contains(entry.Migration) && !catalog.Ids.Contains(other.Migration)
            && pruned.All(one => one.Migration != other.Migration));
        if (dependant is not null)
        {
            throw new HistoryException(
                HistoryErrors.PruneNeeded, $"'{entry.Migration}' can't be pruned: '{dependant.Migration}', which is applied and which the code does not have either, depends on it.",
                $"Run 'docmigrate migrate {dependant.Migration.Module} --prune' first, or 'docmigrate migrate --sync', which undoes both.");
        }
    }

    // What stays must still add up without what goes.
    private void RequireState(HistorySnapshot history, LedgerEntry[] pruned)
    {
        var gone = pruned.Select(static entry => entry.Migration).ToHashSet();
        LedgerEntry[] left = [.. history.Entries.Values.Where(entry => !gone.Contains(entry.Migration))];
        try
        {
            planner.RequireState(new HistorySnapshot(left, [], null, services.Stores.HistoryStore));
        }
        catch (StateException error)
        {
            throw new HistoryException(
                HistoryErrors.PruneNeeded, $"Without {Suggest.List(gone.Select(static id => id.ToString()))} what is applied would not add up: {error.Message}",
                "Undo with 'docmigrate migrate --sync' instead, or bring the files back.");
        }
    }

    private async Task<PruneReport> ReportAsync(
        HistorySnapshot history, string module, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var reports = new List<PrunedMigrationReport>();
        foreach (var entry in entries)
        {
            var aside = 0L;
            foreach (var part in entry.Parts.Where(part => services.Stores.Contains(part.Store)))
            {
                aside += await services.Stores[part.Store].CountKeptAsync(entry.Migration, cancellationToken);
            }

            reports.Add(new PrunedMigrationReport(
                entry.Migration.ToString(), entry.Status, entry.Parts.Select(static part => part.Store).ToValueList(), aside));
        }

        return new PruneReport(reports.ToValueList(), Kept(history, module).Select(static id => id.ToString()).ToValueList(), Pruned: false);
    }

    // The ledger first: a journal's entry that is left over after a crash makes the migration known again, and it is pruned again; the other way round the
    // ledger would speak of what a store does not know.
    private async Task ForgetAsync(IReadOnlyList<LedgerEntry> entries, PruneReport report, CancellationToken cancellationToken)
    {
        var ledger = services.Stores.History;
        foreach (var database in services.Stores.Databases.OrderBy(database => database != ledger))
        {
            if (database != ledger && !await database.ExistsAsync(cancellationToken))
            {
                continue;
            }

            await database.BeginAsync(cancellationToken);
            try
            {
                if (database == ledger)
                {
                    await ForgetInLedgerAsync(entries, report, cancellationToken);
                }

                foreach (var backend in services.Stores.Backends.Where(backend => backend.Database == database))
                {
                    foreach (var entry in entries)
                    {
                        await database.Journal.DeleteAsync(entry.Migration, backend.Store, cancellationToken);
                    }
                }

                await database.CommitAsync(CancellationToken.None);
            }
            catch
            {
                await database.RollbackAsync(CancellationToken.None);
                throw;
            }
        }
    }

    private async Task ForgetInLedgerAsync(IReadOnlyList<LedgerEntry> entries, PruneReport report, CancellationToken cancellationToken)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            await services.Stores.History.Ledger.DeleteAsync(entries[i].Migration, cancellationToken);
            var aside = report.Migrations[i].KeptAside.ToString(CultureInfo.InvariantCulture);
            await services.Stores.History.Ledger.AppendAsync(
                new HistoryEvent
                {
                    At = services.Time.GetUtcNow(),
                    Migration = entries[i].Migration,
                    Status = MigrationStatus.Pending,
                    Direction = entries[i].Direction,
                    Actor = Actor.Current,
                    Detail = $"pruned from the history; it was {Word(entries[i].Status)}, and {aside} values are kept aside",
                },
                cancellationToken);
        }
    }

    private static string Word(MigrationStatus status) => status == MigrationStatus.RolledBack ? "rolled back" : status.ToString().ToLowerInvariant();
}
