using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>Does one pass: chunk by chunk in the order of keys, each chunk with its checkpoint in one transaction.</summary>
/// <param name="store">The store, with an open transaction on its database.</param>
/// <param name="pass">The pass.</param>
/// <param name="observer">Is told how far it is.</param>
/// <param name="checkpoint">Records the cursor, and what was done since this run began, in the open transaction; commits it, and begins the next one.</param>
/// <param name="time">The clock.</param>
internal sealed class PassExecutor(
    IPassStore store, ReshapePass pass, IRunObserver observer, Func<PassCursor, StepCounts, CancellationToken, Task> checkpoint, TimeProvider time)
{
    /// <summary>A collection of up to so many documents, or of one chunk where its size is stated, is done in the step's own transaction, whole or not at all.</summary>
    private const int SmallCollection = 10_000;

    private const int FirstServerChunk = 10_000;
    private const int FirstClientChunk = 200;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(250);

    private readonly ChunkSize _chunk = new(pass.Server is null ? FirstClientChunk : FirstServerChunk, store.ChunkSize);
    private long _reported;

    /// <summary>Runs the pass.</summary>
    /// <param name="resume">Where an earlier run of it stopped; null at its beginning.</param>
    /// <param name="bound">What the opposite direction had done, when it had not done all; else null.</param>
    /// <param name="cancellationToken">Stops it between two chunks.</param>
    public async Task<StepCounts> RunAsync(PassCursor? resume, PassRange? bound, CancellationToken cancellationToken)
    {
        await using var collection = await store.OpenAsync(pass, cancellationToken);
        if (collection is null)
        {
            observer.OnEvent(new WarningEvent($"Collection '{pass.Collection}' of store '{store.Store}' does not exist: there was nothing to reshape."));
            return StepCounts.Zero;
        }

        var cursor = resume ?? await BeginAsync(collection, bound, cancellationToken);
        var total = await collection.CountAsync(cursor.Whole, cancellationToken);
        var single = resume is null && total <= (store.ChunkSize ?? SmallCollection);
        var client = new InProcessReshaper(store, collection, pass, time);

        var counts = StepCounts.Zero;
        var done = resume is null ? 0 : await collection.CountAsync(cursor.Done, cancellationToken);
        while (await collection.NextAsync(cursor.Rest, _chunk.Current, cancellationToken) is { } next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = time.GetTimestamp();
            counts += await ReshapeAsync(collection, client, cursor.Rest with { UpTo = next.To }, cancellationToken) with { Scanned = next.Documents };
            cursor = cursor with { At = next.To };
            done += next.Documents;
            _chunk.Took(time.GetElapsedTime(started));
            if (!single)
            {
                await checkpoint(cursor, counts, cancellationToken);
            }

            Report(done, total);
        }

        while (!await collection.FinishAsync(cursor.Whole, cancellationToken))
        {
            if (!single)
            {
                await checkpoint(cursor, counts, cancellationToken);
            }
        }

        await WarnOfLaterAsync(collection, cursor, bound, cancellationToken);
        return counts;
    }

    private async Task<PassCursor> BeginAsync(IPassCollection collection, PassRange? bound, CancellationToken cancellationToken)
    {
        var range = bound ?? (pass.Disjoint ? PassRange.Everything : await collection.FixAsync(cancellationToken));
        return new PassCursor(null, range.UpTo, range.Snapshot);
    }

    private async Task<StepCounts> ReshapeAsync(IPassCollection collection, InProcessReshaper client, PassRange chunk, CancellationToken cancellationToken)
    {
        if (pass.Server is null)
        {
            return await client.RunAsync(chunk, cancellationToken);
        }

        var server = await collection.ReshapeAsync(chunk, cancellationToken);
        return new StepCounts(Changed: server.Changed, Shadowed: server.Shadowed) + await client.RunAsync(server.Left, cancellationToken);
    }

    private void Report(long done, long total)
    {
        if (done < total && _reported != 0 && time.GetElapsedTime(_reported) < BetweenReports)
        {
            return;
        }

        _reported = time.GetTimestamp();
        observer.OnEvent(new ProgressEvent(pass.Operations[0].Step.Migration, store.Store, pass.Collection, done, Math.Max(total, done)));
    }

    /// <summary>An operation that can't tell old from new is not done to a document that came after the pass began.</summary>
    private async Task WarnOfLaterAsync(IPassCollection collection, PassCursor cursor, PassRange? bound, CancellationToken cancellationToken)
    {
        if (bound is not null || pass.Disjoint)
        {
            return;
        }

        var later = await collection.CountOutsideAsync(cursor.Whole, cancellationToken);
        if (later > 0)
        {
            observer.OnEvent(new WarningEvent(
                $"{later} document{(later == 1 ? "" : "s")} came into collection '{pass.Collection}' after the pass began and can't be told apart by shape ({pass.Description}): they were left as they are. Check them by hand."));
        }
    }
}
