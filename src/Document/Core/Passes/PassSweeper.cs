using DocMigrate.Keeping;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>
/// Looks, after migrations are applied, for documents that programs of an older version wrote since: what backends hand the calls of <see cref="ISweeps"/> on to, with errors of
/// their driver translated around them.
/// </summary>
/// <remarks>
/// A document whose stamp names an earlier place gets all that came after it. Others are told by their looks: as far back as operations have nothing to do with each other and tell
/// old from new. Nothing is done to a document of which neither can be said.
/// </remarks>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
public sealed class PassSweeper(IPassStore store, TimeProvider time)
{
    /// <inheritdoc cref="ISweeps.SweepAsync"/>
    public async Task<IReadOnlyList<SweptCollection>> SweepAsync(SweepRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var swept = new List<SweptCollection>();
        foreach (var chain in CollectionChain.Of(request.Applied).Where(chain => chain.Migrations.Any(request.Includes)))
        {
            request.Observer.OnEvent(new OperationStartedEvent(chain.Migrations[^1], store.Store, $"Sweep collection {chain.Shape.Name}"));
            swept.Add(await SweepAsync(chain, request, cancellationToken));
        }

        return swept;
    }

    private async Task<SweptCollection> SweepAsync(CollectionChain chain, SweepRequest request, CancellationToken cancellationToken)
    {
        var first = chain.Migrations.First(request.Includes);
        var tally = chain.Migrations.ToDictionary(static migration => migration, static _ => StepCounts.Zero);
        var (unstamped, foreign) = chain.Shape.StampField is { } field ? await SweepStampedAsync(chain, field, tally, request, cancellationToken) : (0, 0);
        var told = chain.Told(first);
        var whole = told.Count == chain.Operations.Count;
        if (told.Any(static operation => operation.Operation.TouchesDocuments))
        {
            // Who bears no stamp is where the history is only when all of it was looked for.
            var pass = new ReshapePass { Operations = whole ? chain.Stamped(told) : told, Server = null };
            var scope = new SweepScope(WorkTests.Of(told.Select(static operation => operation.Operation)), chain.Shape.StampField is null ? null : document =>
                SweepScope.StampOf(document, chain.Shape.StampField) is not { } stamp || stamp == chain.Shape.Chain.Stamp);
            await SweepAsync(pass, scope, tally, request, cancellationToken);
        }

        var unknown = foreign + (whole ? 0 : unstamped);
        return new SweptCollection
        {
            Store = store.Store,
            Collection = chain.Shape.Name,
            Unknown = unknown,
            Migrations = chain.Migrations.SkipWhile(migration => migration != first)
                .Select(migration => new SweptMigration(
                    migration, IsTold(migration), tally[migration].Changed, tally[migration].Quarantined, tally[migration].Late)).ToValueList(),
        };

        bool IsTold(MigrationId migration) => (chain.Shape.StampField is not null && unknown == 0)
            || chain.Operations.Where(operation => operation.Step.Migration == migration).All(operation => !operation.Operation.TouchesDocuments || told.Contains(operation));
    }

    /// <summary>Does the documents whose stamps name an earlier place.</summary>
    /// <returns>How many bear no stamp, and how many one that is not of this history.</returns>
    private async Task<(long Unstamped, long Foreign)> SweepStampedAsync(
        CollectionChain chain, string field, Dictionary<MigrationId, StepCounts> tally, SweepRequest request, CancellationToken cancellationToken)
    {
        var (current, remaining) = (chain.Shape.Chain.Stamp, chain.AfterStamps);
        var (unstamped, foreign, found) = (0L, 0L, new HashSet<string>());
        var looking = new ReshapePass { Operations = [chain.Operations[^1]], Server = null };
        await using (var collection = await store.OpenAsync(looking, cancellationToken))
        {
            if (collection is not null)
            {
                var client = new InProcessReshaper(store, collection, looking, workers: 1, time)
                {
                    Scope = SweepScope.OfStamps(field, current, stamp =>
                    {
                        unstamped += stamp is null ? 1 : 0;
                        foreign += stamp is null || remaining.ContainsKey(stamp) ? 0 : 1;
                        _ = stamp is not null && found.Add(stamp);
                        return false;
                    }),
                };
                await new PassSweep(store, collection, client, (_, stop) => request.Checkpoint(stop), time).CountAsync(cancellationToken);
            }
        }

        foreach (var (stamp, operations) in remaining.Where(item => found.Contains(item.Key)))
        {
            await SweepAsync(
                new ReshapePass { Operations = operations, Server = null }, SweepScope.OfStamps(field, current, other => other == stamp), tally, request, cancellationToken);
        }

        return (unstamped, foreign);
    }

    private async Task SweepAsync(
        ReshapePass pass, SweepScope scope, Dictionary<MigrationId, StepCounts> tally, SweepRequest request, CancellationToken cancellationToken)
    {
        await using var collection = await store.OpenAsync(pass, cancellationToken);
        if (collection is null)
        {
            return;
        }

        var client = new InProcessReshaper(store, collection, pass, request.Passes.Workers ?? 1, time) { Scope = scope };
        var counts = client.Nothing;
        PassSweep sweep = null!;
        sweep = new PassSweep(store, collection, client, CheckpointAsync, time);

        // Counted after it: the sweep itself counts what it does.
        var late = await sweep.RunAsync(resumed: true, request.Passes.WritersStopped, cancellationToken);
        await PassQuarantine.CleanAsync(collection, cancellationToken);
        counts += late;
        foreach (var (migration, done) in pass.Migrations.Zip(counts.Parts))
        {
            tally[migration] += done;
        }

        async Task CheckpointAsync(PassCounts found, CancellationToken stop)
        {
            counts += found;
            await request.Checkpoint(stop);
            request.Observer.OnEvent(new ProgressEvent(pass.Operations[^1].Step.Migration, store.Store, pass.Collection, sweep.Looked, null));
        }
    }
}
