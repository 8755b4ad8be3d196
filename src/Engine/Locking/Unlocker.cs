using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Stores;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Locking;

namespace DocMigrate.Engine.Locking;

/// <summary>Shows who holds the locks, and takes them away. The holder is not asked: the raised fence stops it before it writes again.</summary>
internal sealed class Unlocker(StoreSet stores, TimeProvider time)
{
    // As a run takes them, so that the two always meet in the same order.
    private IEnumerable<IStoreDatabase> Databases =>
        stores.Databases.OrderBy(database => database != stores.History).ThenBy(static database => database.Key, StringComparer.Ordinal);

    /// <summary>The locks of all databases. Changes nothing.</summary>
    public async Task<IReadOnlyList<LockReport>> ShowAsync(CancellationToken cancellationToken)
    {
        var reports = new List<LockReport>();
        foreach (var database in Databases)
        {
            var holder = await database.Lock.ReadHolderAsync(cancellationToken);
            reports.Add(new LockReport(
                database.DisplayName,
                stores.Backends.Where(backend => backend.Database == database).Select(static backend => backend.Store).ToValueList(),
                holder,
                holder is null ? null : HolderProcess.StateOf(holder)));
        }

        return reports;
    }

    /// <summary>Takes the locks from these holders, all of them or none.</summary>
    /// <param name="shown">The holders that were shown before it was decided to go on.</param>
    /// <param name="cancellationToken">Stops it; nothing was changed then.</param>
    /// <exception cref="LockedException">A lock is held by somebody else by now, or a database can't be written because a transaction is open in it.</exception>
    public async Task<UnlockReport> UnlockAsync(IReadOnlyCollection<LockHolder> shown, CancellationToken cancellationToken)
    {
        var locks = (await ShowAsync(cancellationToken)).ToValueList();
        var held = Databases.Zip(locks).Where(static pair => pair.Second.Holder is not null)
            .ToDictionary(static pair => pair.First, static pair => pair.Second);
        if (held.Count == 0)
        {
            return new UnlockReport(locks, Unlocked: false, Fence: null);
        }

        foreach (var report in held.Values.Where(report => !shown.Any(report.Holder!.IsSameHolding)))
        {
            throw new LockedException(
                LockingErrors.ChangedHands,
                $"The lock of '{report.Database}' has changed hands: now it is held by {HolderText.Of(report.Holder!, report.State!.Value)}. Nothing was changed.",
                "Look again, and decide again: docmigrate unlock",
                report.Holder);
        }

        var begun = new List<IStoreDatabase>();
        try
        {
            var fence = await RaiseFencesAsync(held, begun, cancellationToken);
            foreach (var database in held.Keys)
            {
                await database.Lock.BreakAsync(CancellationToken.None);
            }

            return new UnlockReport(locks, Unlocked: true, fence);
        }
        finally
        {
            foreach (var database in begun)
            {
                await database.RollbackAsync(CancellationToken.None);
            }
        }
    }

    // A transaction is open in all of them before the first is changed: the holder may be inside one of its own. One that only reads shows at the
    // commit. A fence that was raised where the lock is kept then does no harm: its holder ends, or the next unlock raises it further.
    private async Task<long> RaiseFencesAsync(
        Dictionary<IStoreDatabase, LockReport> held, List<IStoreDatabase> begun, CancellationToken cancellationToken)
    {
        var current = stores.History;
        try
        {
            var fences = new List<(IStoreDatabase Database, long Fence)>();
            foreach (var database in Databases)
            {
                current = database;
                if (await database.ExistsAsync(cancellationToken))
                {
                    await database.BeginAsync(cancellationToken);
                    begun.Add(database);
                    fences.Add((database, await database.Lock.ReadFenceAsync(cancellationToken)));
                }
            }

            var next = fences.Select(static pair => pair.Fence).DefaultIfEmpty().Max() + 1;
            foreach (var (database, fence) in fences.Where(pair => pair.Fence > 0 || held.ContainsKey(pair.Database)))
            {
                current = database;
                await database.Lock.RaiseFenceAsync(fence, next, CancellationToken.None);
                if (database == stores.History)
                {
                    await RecordAsync(held.Values);
                }

                await database.CommitAsync(CancellationToken.None);
            }

            return next;
        }
        catch (StoreException error) when (error.IsBusy)
        {
            throw InTransaction(current, held.GetValueOrDefault(current) ?? held.Values.First());
        }
    }

    private static LockedException InTransaction(IStoreDatabase database, LockReport report)
    {
        var id = report.Holder!.ProcessId.ToString(CultureInfo.InvariantCulture);
        return new LockedException(
            LockingErrors.InTransaction,
            $"The lock can't be taken from {HolderText.Of(report.Holder, report.State!.Value)}: a transaction is open in '{database.DisplayName}', " +
            "most likely by that process, and until it ends nobody can write there. No lock was taken away.",
            report.State == HolderState.Elsewhere || OperatingSystem.IsWindows()
                ? $"End process {id} on '{report.Holder.Host}'. Nothing is lost: the database undoes what was not committed, and the lock goes with the process."
                : $"End it with 'kill -KILL {id}'. Nothing is lost: the database undoes what was not committed, and the lock goes with the process.",
            report.Holder);
    }

    private async Task RecordAsync(IEnumerable<LockReport> held)
    {
        foreach (var report in held)
        {
            await stores.History.Ledger.AppendAsync(
                new HistoryEvent
                {
                    At = time.GetUtcNow(),
                    Actor = Actor.Current,
                    Detail = $"The lock of '{report.Database}' was taken from {HolderText.Of(report.Holder!, report.State!.Value)}.",
                },
                CancellationToken.None);
        }
    }
}
