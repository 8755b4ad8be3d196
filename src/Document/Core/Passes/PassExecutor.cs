using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>Does one pass: chunk by chunk in the order of keys, each chunk with its checkpoint in one transaction.</summary>
/// <param name="store">The store, with an open transaction on its database.</param>
/// <param name="pass">The pass.</param>
/// <param name="observer">Is told how far it is.</param>
/// <param name="checkpoint">Records the cursor, and what was done since this run began, in the open transaction; commits it, and begins the next one.</param>
/// <param name="options">How it is done.</param>
/// <param name="time">The clock.</param>
/// <param name="spool">What preflight worked out for the pass; null for nothing.</param>
internal sealed class PassExecutor(
    IPassStore store,
    ReshapePass pass,
    IRunObserver observer,
    Func<PassCursor, PassCounts, CancellationToken, Task> checkpoint,
    PassOptions options,
    TimeProvider time,
    PassSpool? spool = null)
{
    /// <summary>A collection of up to so many documents, or of one chunk where its size is stated, is done in the step's own transaction, whole or not at all.</summary>
    private const int SmallCollection = 10_000;

    /// <summary>From so many documents on a pass takes more than one connection unasked.</summary>
    private const int LargeCollection = 50_000;

    private const int FirstServerChunk = 10_000;
    private const int FirstClientChunk = 200;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(250);

    private readonly ChunkSize _chunk = new(pass.Server is null ? FirstClientChunk : FirstServerChunk, store.ChunkSize);
    private readonly IReadOnlyList<PassPart> _parts = PassPart.Of(pass);
    private long _reported;
    private bool _single;
    private PassCounts _counts = PassCounts.Zero(PassPart.Of(pass).Count);

    private bool TakesLaterForOld(IPassCollection collection) =>
        collection.KeysGrow && (options.WritersStopped || (!pass.Disjoint && pass.Unstamped == UnstampedPolicy.Old));

    /// <summary>Runs the pass.</summary>
    /// <param name="resume">Where an earlier run of it stopped; null at its beginning.</param>
    /// <param name="bound">What the opposite direction had done, when it had not done all; else null.</param>
    /// <param name="cancellationToken">Stops it between two chunks.</param>
    public async Task<PassCounts> RunAsync(PassCursor? resume, PassRange? bound, CancellationToken cancellationToken)
    {
        await using var collection = await store.OpenAsync(pass, cancellationToken);
        if (collection is null)
        {
            observer.OnEvent(new WarningEvent($"Collection '{pass.Collection}' of store '{store.Store}' does not exist: there was nothing to reshape."));
            return _counts;
        }

        var total = bound?.IsEmpty == true ? 0 : await collection.CountAsync(resume?.Whole ?? bound ?? PassRange.Everything, cancellationToken);
        _single = resume is null && total <= (store.ChunkSize ?? SmallCollection) && !store.WritesAtOnce;
        var stamps = pass.Disjoint ? null : SweepScope.ByStamps(pass);
        var client = new InProcessReshaper(store, collection, pass, options.Workers ?? 1, time, spool) { Scope = stamps ?? SweepScope.ByLooks(pass) };
        var cursor = resume ?? await BeginAsync(collection, bound, cancellationToken);
        if (store.WritesAtOnce && resume is null)
        {
            // Else a run that is cut off before its first checkpoint would seem to have done nothing.
            await CheckpointAsync(cursor, cancellationToken);
        }

        if (bound is not null)
        {
            _counts += await client.RunAsync(await collection.ReadDoneBeyondAsync(bound, cancellationToken), cancellationToken);
        }

        cursor = bound?.IsEmpty == true ? cursor : await ScanAsync(collection, client, cursor, total, cancellationToken);
        if (bound is null)
        {
            cursor = await LookForLaterAsync(collection, client, cursor, total, resume is not null, pass.Disjoint || stamps is not null, cancellationToken);
        }

        while (!await collection.FinishAsync(cursor.Whole, cancellationToken))
        {
            await CheckpointAsync(cursor, cancellationToken);
        }

        WarnOfLate();
        return _counts;
    }

    private async Task<PassCursor> ScanAsync(
        IPassCollection collection, InProcessReshaper client, PassCursor begin, long total, CancellationToken cancellationToken)
    {
        var cursor = begin;
        var scanned = cursor.At is null ? 0 : await collection.CountAsync(cursor.Done, cancellationToken);
        for (var first = true; !cursor.Sweeping && await collection.NextAsync(cursor.Rest, _chunk.Current, cancellationToken) is { } next; first = false)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = time.GetTimestamp();
            var counts = await ReshapeAsync(collection, client, cursor.Rest with { UpTo = next.To }, cancellationToken);
            await CommitAsync(next, counts, time.GetElapsedTime(started), cancellationToken);

            // What the lanes are to see is committed now.
            if (first && !_single && LanesFor(total - scanned) is > 1 and var wanted)
            {
                await RunLanesAsync(collection, wanted, cursor.Rest, CommitAsync, cancellationToken);
            }
        }

        return cursor;

        async Task CommitAsync(PassChunk chunk, PassCounts counts, TimeSpan took, CancellationToken stop)
        {
            _counts += counts + All(new StepCounts(Scanned: chunk.Documents));
            cursor = cursor with { At = chunk.To };
            scanned += chunk.Documents;
            _chunk.Took(took);
            await CheckpointAsync(cursor, stop);
            Report(scanned, total);
        }
    }

    /// <summary>How many connections are to work on so many documents. Where the run is to rest between transactions, no other one may be open meanwhile.</summary>
    private int LanesFor(long documents) => pass.Server is null || options.PauseRatio > 0 || options.PauseFile is not null
        ? 1
        : options.Workers ?? (documents >= LargeCollection ? store.Lanes : 1);

    /// <summary>Goes on with several connections, as far as they can be had, to the end of what is left.</summary>
    private async Task RunLanesAsync(
        IPassCollection collection, int wanted, PassRange rest, Func<PassChunk, PassCounts, TimeSpan, CancellationToken, Task> commit, CancellationToken cancellationToken)
    {
        var lanes = new Dictionary<IPassLane, InProcessReshaper>();
        try
        {
            while (lanes.Count < wanted && await OpenLaneAsync(collection, cancellationToken) is { } lane)
            {
                lanes[lane] = new InProcessReshaper(store, lane.Collection, pass, 1, time);
            }

            // One is no better than the main connection.
            if (lanes.Count > 1)
            {
                using var work = new PassLanes(
                    [.. lanes.Keys], _chunk, (lane, chunk, stop) => ReshapeAsync(lane.Collection, lanes[lane], chunk, stop), commit, time);
                await work.RunAsync(rest, cancellationToken);
            }
        }
        finally
        {
            foreach (var lane in lanes.Keys)
            {
                await lane.DisposeAsync();
            }
        }
    }

    private async Task<IPassLane?> OpenLaneAsync(IPassCollection collection, CancellationToken cancellationToken)
    {
        try
        {
            return await store.OpenLaneAsync(pass, collection, cancellationToken);
        }
        catch (StoreException error)
        {
            observer.OnEvent(new WarningEvent($"The pass over collection '{pass.Collection}' goes on with fewer connections than it might: {error.Message}"));
            return null;
        }
    }

    private async Task<PassCursor> BeginAsync(IPassCollection collection, PassRange? bound, CancellationToken cancellationToken)
    {
        // What comes later is known by its key, or by its shape. A pass that takes it for old needs no end.
        var range = bound ?? (TakesLaterForOld(collection) ? PassRange.Everything : await collection.FixAsync(exactly: !pass.Disjoint, cancellationToken));
        return new PassCursor(null, range.UpTo, range.Snapshot);
    }

    /// <summary>After the scan: the documents that others wrote meanwhile.</summary>
    private async Task<PassCursor> LookForLaterAsync(
        IPassCollection collection, InProcessReshaper client, PassCursor scanned, long total, bool resumed, bool sweeps, CancellationToken cancellationToken)
    {
        var cursor = scanned;
        if (TakesLaterForOld(collection) && cursor is { Upper: not null, Snapshot: null })
        {
            cursor = await ScanAsync(collection, client, cursor with { Upper = null }, total, cancellationToken);
        }

        if (sweeps)
        {
            cursor = cursor with { Sweeping = true };
            var sweep = new PassSweep(store, collection, client, (found, stop) => { _counts += found; return CheckpointAsync(cursor, stop); }, time);

            // Counted after it: the sweep itself counts what it does.
            var late = await sweep.RunAsync(resumed, options.WritersStopped, cancellationToken);
            _counts += pass.Disjoint || pass.Unstamped != UnstampedPolicy.New ? late : client.Nothing;
        }
        else if (pass.Unstamped != UnstampedPolicy.New)
        {
            _counts += All(new StepCounts(Late: await collection.CountOutsideAsync(cursor.Whole, cancellationToken)));
        }

        return cursor;
    }

    private Task CheckpointAsync(PassCursor cursor, CancellationToken cancellationToken) => _single ? Task.CompletedTask : checkpoint(cursor, _counts, cancellationToken);

    private async Task<PassCounts> ReshapeAsync(IPassCollection collection, InProcessReshaper client, PassRange chunk, CancellationToken cancellationToken)
    {
        if (pass.Server is null)
        {
            return await client.RunAsync(chunk, cancellationToken) + await client.RunListedAsync(chunk, cancellationToken);
        }

        var server = await collection.ReshapeAsync(chunk, cancellationToken);
        var counts = _parts.Select(part => new StepCounts(Changed: server.Changed, Shadowed: server.Shadowed.Skip(part.Start).Take(part.Count).Sum()));
        return new PassCounts(counts.ToValueList()) + await client.RunAsync(server.Left, cancellationToken) + await client.RunListedAsync(chunk, cancellationToken);
    }

    // Of what is done for all migrations of the pass at once, nobody can say for which.
    private PassCounts All(StepCounts counts) => PassCounts.All(_parts.Count, counts);

    private void Report(long done, long total)
    {
        if (done < total && _reported != 0 && time.GetElapsedTime(_reported) < BetweenReports)
        {
            return;
        }

        _reported = time.GetTimestamp();
        observer.OnEvent(new ProgressEvent(pass.Operations[0].Step.Migration, store.Store, pass.Collection, done, Math.Max(total, done)));
    }

    private void WarnOfLate()
    {
        var late = _counts.Parts.Max(static counts => counts.Late);
        if (late > 0)
        {
            var documents = $"{late} document{(late == 1 ? "" : "s")}";
            observer.OnEvent(new WarningEvent(pass.Disjoint
                ? $"{documents} of collection '{pass.Collection}' still need{(late == 1 ? "s" : "")} work ({pass.Description}): others write as before. They are left as they are."
                : $"{documents} came into collection '{pass.Collection}' after the pass began and can't be told apart by shape ({pass.Description}): they were left as they are. Check them by hand."));
        }
    }
}
