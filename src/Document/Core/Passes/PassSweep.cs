using System.Runtime.CompilerServices;

namespace DocMigrate.Document.Passes;

/// <summary>
/// Looks through a collection, after the scan, for documents that others wrote meanwhile and that still need the pass: again and again, until nothing is found twice
/// running, or it is certain that nobody wrote anything since the last look. Only where old and new documents can be told apart: by their looks, or by their stamps.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="collection">The collection.</param>
/// <param name="client">Does the documents.</param>
/// <param name="checkpoint">Counts what was done of a chunk, and commits it.</param>
/// <param name="time">The clock.</param>
internal sealed class PassSweep(
    IPassStore store, IPassCollection collection, InProcessReshaper client, Func<PassCounts, CancellationToken, Task> checkpoint, TimeProvider time)
{
    /// <summary>How often all is looked at: writers that are at work all the time would keep it busy for ever.</summary>
    private const int MostRounds = 10;

    private const int FirstChunk = 10_000;
    private readonly ChunkSize _chunk = new(FirstChunk, store.ChunkSize);

    /// <summary>How many documents the present round has come past.</summary>
    public long Looked { get; private set; }

    /// <summary>Sweeps.</summary>
    /// <param name="resumed">Whether others had time to write before this run.</param>
    /// <param name="writersStopped">Whether nobody else is said to write during this one.</param>
    /// <param name="cancellationToken">Stops it between two chunks.</param>
    /// <returns>How many documents are late, for good.</returns>
    public async Task<PassCounts> RunAsync(bool resumed, bool writersStopped, CancellationToken cancellationToken)
    {
        var (quiet, late) = (0, client.Nothing);
        for (var round = 0; round < MostRounds; round++)
        {
            var changed = (await collection.MayHaveChangedAsync(cancellationToken) && !writersStopped) || (resumed && round == 0);
            if (!changed)
            {
                return late;
            }

            (var done, late) = await RoundAsync(cancellationToken);
            quiet = done ? 0 : quiet + 1;
            if (quiet == 2)
            {
                return late;
            }
        }

        return await CountAsync(cancellationToken);
    }

    private async Task<(bool Done, PassCounts Late)> RoundAsync(CancellationToken cancellationToken)
    {
        var (done, late) = (false, client.Nothing);
        await foreach (var chunk in ChunksAsync(cancellationToken))
        {
            var found = await client.SweepAsync(chunk, cancellationToken);
            done |= found.Parts.Any(static counts => counts.Changed + counts.Quarantined > 0);
            late += found.Late;
            await checkpoint(found.WithoutLate, cancellationToken);
        }

        return (done, late);
    }

    /// <summary>How many documents still need it, do not fit, or are none of those that it is about and can't be judged.</summary>
    public async Task<PassCounts> CountAsync(CancellationToken cancellationToken)
    {
        var late = client.Nothing;
        await foreach (var chunk in ChunksAsync(cancellationToken))
        {
            late += await client.CountBehindAsync(chunk, cancellationToken);
            await checkpoint(client.Nothing, cancellationToken);
        }

        return late;
    }

    /// <summary>The collection as it is when a round begins, so that the round ends even if others insert faster than it looks.</summary>
    private async IAsyncEnumerable<PassRange> ChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Looked = 0;
        var rest = await collection.FixAsync(exactly: false, cancellationToken);
        while (await collection.NextAsync(rest, _chunk.Current, cancellationToken) is { } next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = time.GetTimestamp();
            Looked += next.Documents;
            yield return rest with { UpTo = next.To };
            _chunk.Took(time.GetElapsedTime(started));
            rest = rest with { After = next.To };
        }
    }
}
