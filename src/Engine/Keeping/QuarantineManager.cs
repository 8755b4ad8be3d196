using System.Globalization;
using System.Runtime.CompilerServices;
using DocMigrate.Backends;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Planning;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Keeping;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Keeping;

/// <summary>The documents that operations could not convert, in all stores that have such a list. Not thread-safe.</summary>
public sealed class QuarantineManager
{
    private const int Batch = 200;

    private readonly RunServices _services;
    private readonly HistoryReader _reader;
    private readonly MigrationPlanner _planner;

    internal QuarantineManager(RunServices services, HistoryReader reader, MigrationPlanner planner) => (_services, _reader, _planner) = (services, reader, planner);

    /// <summary>The documents on the lists, by store and collection. Changes nothing.</summary>
    /// <param name="selection">Which; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConfigurationException">There is no such store, or it holds tables.</exception>
    /// <exception cref="StoreException">A store can't be read.</exception>
    public async IAsyncEnumerable<QuarantinedDocument> ListAsync(
        QuarantineSelection? selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (_, keeper) in Keepers(selection))
        {
            await foreach (var document in SelectedAsync(keeper, selection, cancellationToken))
            {
                yield return document;
            }
        }
    }

    /// <summary>
    /// Tries documents again: all operations that they have missed are done to those that fit by now; the others stay as they are, and on the list. Doing it again does no harm.
    /// </summary>
    /// <param name="selection">Which; null for all.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="observer">Is told what happens; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it between two batches, each of which is one transaction.</param>
    /// <exception cref="ConfigurationException">There is no such store, or it holds tables.</exception>
    /// <exception cref="HistoryException">History and stores contradict each other.</exception>
    /// <exception cref="LockedException">Another run works on one of the databases.</exception>
    /// <exception cref="StoreException">A store can't be read or written.</exception>
    public async Task<RetryReport> RetryAsync(
        QuarantineSelection? selection, RunOptions? options, IRunObserver? observer, CancellationToken cancellationToken)
    {
        if (!await ListAsync(selection, cancellationToken).AnyAsync(cancellationToken))
        {
            return RetryReport.Nothing;
        }

        var told = observer ?? NullRunObserver.Instance;
        var databases = Keepers(selection).Select(static pair => pair.Backend.Database);
        await using var locks = new LockSet(_services.Stores, new LockWait((options ?? new RunOptions()).LockTimeout, told, _services.Time));
        await locks.AddAsync([_services.Stores.History, .. databases], cancellationToken);
        var history = await _reader.ReadAsync(cancellationToken);
        history.RequireConsistentStores();
        await locks.RaiseFenceAsync(cancellationToken);
        return await RetryAsync(selection, history, new LockReporter(told, locks), cancellationToken);
    }

    /// <summary>The same for who holds the locks, and has raised the fences.</summary>
    internal async Task<RetryReport> RetryAsync(
        QuarantineSelection? selection, HistorySnapshot history, IRunObserver observer, CancellationToken cancellationToken)
    {
        var report = RetryReport.Nothing;
        foreach (var (backend, keeper) in Keepers(selection))
        {
            // The list as it is before the first is tried: what is listed anew must not be met again.
            var documents = await SelectedAsync(keeper, selection, cancellationToken).ToListAsync(cancellationToken);
            foreach (var group in documents.GroupBy(static document => (document.Collection, document.Migration, document.Direction, document.FirstOperation)))
            {
                var remaining = _planner.Remaining(group.Key.Migration, group.Key.Direction, backend.Store, history);
                report += remaining.Count == 0
                    ? Unready(group.Key.Migration, backend.Store, group.Count(), observer)
                    : await RetryAsync(backend, keeper, [.. group], remaining, observer, cancellationToken);
            }
        }

        return report;
    }

    private static RetryReport Unready(MigrationId migration, string store, int documents, IRunObserver observer)
    {
        observer.OnEvent(new WarningEvent(
            $"{documents} document{(documents == 1 ? "" : "s")} of store '{store}' wait for '{migration}', which is half-done there: 'docmigrate migrate' finishes it first."));
        return RetryReport.Nothing with { Remaining = documents };
    }

    private static IAsyncEnumerable<QuarantinedDocument> SelectedAsync(IKeepsQuarantine keeper, QuarantineSelection? selection, CancellationToken cancellationToken) =>
        keeper.ReadQuarantineAsync(selection?.Collection, cancellationToken).Where(document => selection is null || selection.Includes(document));

    private async Task<RetryReport> RetryAsync(
        IMigrationBackend backend, IKeepsQuarantine keeper, QuarantinedDocument[] documents, IReadOnlyList<PlanStep> remaining, IRunObserver observer,
        CancellationToken cancellationToken)
    {
        var history = _services.Stores.History;
        var report = RetryReport.Nothing;
        foreach (var batch in documents.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await backend.Database.BeginAsync(cancellationToken);
            try
            {
                var counts = await keeper.RetryAsync(batch, remaining, observer, cancellationToken);
                if (backend.Database != history)
                {
                    await backend.Database.CommitAsync(CancellationToken.None);
                    await history.BeginAsync(CancellationToken.None);
                }

                await AppendAsync(remaining[0], batch.Length, counts);
                await history.CommitAsync(CancellationToken.None);
                report += new RetryReport(batch.Length, counts.Scanned - counts.Quarantined, counts.Quarantined, batch.Length - counts.Scanned);
            }
            catch
            {
                await backend.Database.RollbackAsync(CancellationToken.None);
                await history.RollbackAsync(CancellationToken.None);
                throw;
            }
        }

        return report;
    }

    private Task AppendAsync(PlanStep step, int documents, StepCounts counts) => _services.Stores.History.Ledger.AppendAsync(
        new HistoryEvent
        {
            At = _services.Time.GetUtcNow(),
            Migration = step.Migration,
            Store = step.Store,
            Status = step.Direction == Direction.Forward ? MigrationStatus.Applied : MigrationStatus.RolledBack,
            Direction = step.Direction,
            Actor = Actor.Current,
            Detail = string.Create(
                CultureInfo.InvariantCulture,
                $"quarantine: {documents} tried again, {counts.Scanned - counts.Quarantined} fit, {counts.Quarantined} do not, {documents - counts.Scanned} gone"),
        },
        CancellationToken.None);

    private IEnumerable<(IMigrationBackend Backend, IKeepsQuarantine Keeper)> Keepers(QuarantineSelection? selection)
    {
        if (selection?.Store is { } name && _services.Stores[name] is not IKeepsQuarantine)
        {
            throw new ConfigurationException(
                KeepingErrors.NoQuarantine, $"The store '{name}' has no quarantine: it holds tables.", "Name a store of documents, or leave --store out for all.");
        }

        foreach (var backend in _services.Stores.Backends.Where(backend => selection?.Store is null || backend.Store == selection.Store))
        {
            if (backend is IKeepsQuarantine keeper)
            {
                yield return (backend, keeper);
            }
        }
    }
}
