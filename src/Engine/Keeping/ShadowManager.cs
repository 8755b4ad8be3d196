using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Keeping;
using DocMigrate.Running;

namespace DocMigrate.Engine.Keeping;

/// <summary>What operations took away and the stores keep aside for the way back. Not thread-safe.</summary>
public sealed class ShadowManager
{
    private readonly RunServices _services;
    private readonly HistoryReader _reader;

    internal ShadowManager(RunServices services, HistoryReader reader) => (_services, _reader) = (services, reader);

    /// <summary>What is kept, by store and migration. Changes nothing.</summary>
    /// <param name="selection">Which; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConfigurationException">There is no such store.</exception>
    /// <exception cref="StoreException">A store can't be read.</exception>
    public async Task<IReadOnlyList<ShadowReport>> ListAsync(ShadowSelection? selection, CancellationToken cancellationToken) =>
        await ListAsync(selection, await _reader.ReadAsync(cancellationToken), cancellationToken);

    /// <summary>Forgets what is kept, in all stores: going back then brings none of it. The log of events says that it was done.</summary>
    /// <param name="shown">Exactly what <see cref="ListAsync(ShadowSelection?, CancellationToken)"/> showed. Where more is kept by now, nothing is done.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="observer">Is told when it waits for another run; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it before anything is forgotten.</param>
    /// <exception cref="HistoryException">Something else is kept by now, or a half-done migration needs it.</exception>
    /// <exception cref="LockedException">Another run works on one of the databases.</exception>
    public async Task<PurgeReport> PurgeAsync(IReadOnlyCollection<ShadowReport> shown, RunOptions? options, IRunObserver? observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shown);
        var wanted = shown.GroupBy(static report => (report.Store, report.Migration)).ToDictionary(static group => group.Key, static group => group.Sum(static one => one.Values));
        if (wanted.Count == 0)
        {
            return new PurgeReport(0, []);
        }

        var told = observer ?? NullRunObserver.Instance;
        await using var locks = new LockSet(_services.Stores, new LockWait((options ?? new RunOptions()).LockTimeout, told, _services.Time));
        await locks.AddAsync([_services.Stores.History, .. wanted.Keys.Select(key => _services.Stores[key.Store].Database)], cancellationToken);
        var history = await _reader.ReadAsync(cancellationToken);
        history.RequireConsistentStores();
        var now = (await ListAsync(null, history, cancellationToken)).GroupBy(static report => (report.Store, report.Migration))
            .ToDictionary(static group => group.Key, static group => group.Sum(static one => one.Values));
        foreach (var (key, values) in wanted)
        {
            Require(key, values, now.GetValueOrDefault(key), history);
        }

        await locks.RaiseFenceAsync(cancellationToken);
        var purged = 0L;
        foreach (var (store, migration) in wanted.Keys)
        {
            purged += await PurgeAsync(_services.Stores[store], MigrationId.Parse(migration));
        }

        return new PurgeReport(purged, shown.ToValueList());
    }

    private static void Require((string Store, string Migration) key, long shown, long now, HistorySnapshot history)
    {
        if (history.HalfDone(MigrationId.Parse(key.Migration), key.Store) is not null)
        {
            throw new HistoryException(
                KeepingErrors.PurgeHalfDone, $"'{key.Migration}' is half-done on the store '{key.Store}': what is kept aside is needed to undo it.",
                "Run 'docmigrate migrate' to finish it, or migrate back to the migration before it; then purge.");
        }

        if (shown != now)
        {
            throw new HistoryException(
                KeepingErrors.KeptChanged, $"For '{key.Migration}' on the store '{key.Store}' {now} values are kept aside by now, not {shown}.", "Run the same command again.");
        }
    }

    private async Task<long> PurgeAsync(IMigrationBackend backend, MigrationId migration)
    {
        var history = _services.Stores.History;
        await backend.Database.BeginAsync(CancellationToken.None);
        try
        {
            var purged = await ((IKeepsAside)backend).PurgeKeptAsync(migration, CancellationToken.None);
            if (backend.Database != history)
            {
                await backend.Database.CommitAsync(CancellationToken.None);
                await history.BeginAsync(CancellationToken.None);
            }

            await history.Ledger.AppendAsync(
                new HistoryEvent
                {
                    At = _services.Time.GetUtcNow(),
                    Migration = migration,
                    Store = backend.Store,
                    Actor = Actor.Current,
                    Detail = string.Create(CultureInfo.InvariantCulture, $"{purged} values kept aside were purged: going back does not bring them"),
                },
                CancellationToken.None);
            await history.CommitAsync(CancellationToken.None);
            return purged;
        }
        catch
        {
            await backend.Database.RollbackAsync(CancellationToken.None);
            await history.RollbackAsync(CancellationToken.None);
            throw;
        }
    }

    private async Task<IReadOnlyList<ShadowReport>> ListAsync(ShadowSelection? selection, HistorySnapshot history, CancellationToken cancellationToken)
    {
        var reports = new List<ShadowReport>();
        var backends = selection?.Store is { } name ? [_services.Stores[name]] : _services.Stores.Backends;
        foreach (var backend in backends)
        {
            if (backend is IKeepsAside keeper)
            {
                reports.AddRange((await keeper.ListKeptAsync(cancellationToken)).Select(kept => ShadowReport.Of(kept, history.Find(kept.Migration))));
            }
        }

        return selection is null ? reports : [.. reports.Where(report => selection.Includes(report, _services.Time.GetUtcNow()))];
    }
}
