using DocMigrate.Backends;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Stores;
using DocMigrate.History;

namespace DocMigrate.Engine.Repairing;

/// <summary>Makes the ledger say what the stores say. Changes nothing in the stores but, of one that is accepted, which history it belongs to.</summary>
/// <remarks>
/// The accepted store is told first, then the ledger is written in one transaction. A process that dies in between leaves a store that the ledger still takes
/// for another one; repeating the repair ends it. Done once more, it finds nothing to do.
/// </remarks>
internal sealed class HistoryRepair(RunServices services, HistoryReader reader, RepairPlanner planner)
{
    private readonly StoreSet _stores = services.Stores;

    public async Task<RepairReport> RunAsync(RepairOptions options, CancellationToken cancellationToken)
    {
        if (options.Store is { } store)
        {
            _ = _stores[store];
        }

        var plan = planner.Plan(await reader.ReadAsync(cancellationToken), options);
        if (plan.Changes.Count == 0 || options.DryRun)
        {
            return new RepairReport(false, plan.Changes.ToValueList(), Next(plan));
        }

        await using var locks = new LockSet(_stores, new LockWait(options.LockTimeout, services.Observer, services.Time));
        await locks.AddAsync(await ExistingAsync(cancellationToken), cancellationToken);

        // Another run may have ended while this one waited.
        plan = planner.Plan(await reader.ReadAsync(cancellationToken), options);
        if (plan.Changes.Count > 0)
        {
            await locks.RaiseFenceAsync(cancellationToken);
            await WriteAsync(plan, cancellationToken);
        }

        return new RepairReport(plan.Changes.Count > 0, plan.Changes.ToValueList(), Next(plan));
    }

    private static string? Next(RepairPlan plan) => plan.Entries.Any(static entry => entry.Status != MigrationStatus.Applied)
        ? "Run 'docmigrate migrate' to apply what is not applied."
        : null;

    // All of them, so that no run of whatever configuration works on a store while its word is taken.
    private async Task<HashSet<IStoreDatabase>> ExistingAsync(CancellationToken cancellationToken)
    {
        var existing = new HashSet<IStoreDatabase> { _stores.History };
        foreach (var database in _stores.Databases)
        {
            if (await database.ExistsAsync(cancellationToken))
            {
                existing.Add(database);
            }
        }

        return existing;
    }

    private async Task WriteAsync(RepairPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Accepted is { } told)
        {
            var database = _stores[told.Store].Database;
            await HistoryRegistrar.InTransactionAsync(database, () => database.Journal.WriteIdentityAsync(told, cancellationToken), cancellationToken);
        }

        var ledger = _stores.History.Ledger;
        await HistoryRegistrar.InTransactionAsync(
            _stores.History,
            async () =>
            {
                await ledger.WriteIdentityAsync(plan.History, cancellationToken);
                foreach (var entry in plan.Entries)
                {
                    await ledger.WriteAsync(entry, cancellationToken);
                }

                foreach (var change in plan.Changes)
                {
                    await ledger.AppendAsync(EventOf(change), cancellationToken);
                }
            },
            cancellationToken);
    }

    private HistoryEvent EventOf(RepairChange change) => new()
    {
        At = services.Time.GetUtcNow(),
        Migration = change.Migration is { } migration ? MigrationId.Parse(migration) : null,
        Store = change.Store,
        Status = change.To,
        Direction = change.To is null ? null : Direction.Forward,
        Actor = Actor.Current,
        Detail = "Repaired: " + change.Message,
    };
}
