using System.Runtime.CompilerServices;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>Does a pass's operations in process, on documents that are read, changed and written back in the transaction that is open.</summary>
/// <remarks>
/// Documents are read and written one after the other, in order; meanwhile those between are parsed on one thread, and reshaped on as many as there are workers. So with one worker
/// a transform's code is called for one document at a time, in their order.
/// </remarks>
/// <param name="store">The store.</param>
/// <param name="collection">The collection, opened for the pass.</param>
/// <param name="pass">The pass.</param>
/// <param name="workers">On how many threads documents are reshaped.</param>
/// <param name="time">The clock.</param>
/// <param name="spool">What preflight worked out for this pass; null when there is none.</param>
internal sealed class InProcessReshaper(IPassStore store, IPassCollection collection, ReshapePass pass, int workers, TimeProvider time, PassSpool? spool = null)
{
    /// <summary>How often a document is read that others change at the same time.</summary>
    private const int Attempts = 4;

    /// <summary>How many documents the store does at once of which is known what becomes of them.</summary>
    private const int MostReplayed = 2000;

    private readonly IReadOnlyList<PassPart> _parts = PassPart.Of(pass);
    private readonly PassJudge _judge = spool?.Judge ?? new PassJudge(pass, store.KeyOrder, store.Worked, time);
    private readonly int _most = DocumentBatches.MostDocuments * workers;

    /// <summary>Which documents a sweep is about. Default: those that look as if they needed the pass.</summary>
    public SweepScope Scope { get; init; } = SweepScope.ByLooks(pass);

    /// <summary>What it did when it did nothing.</summary>
    public PassCounts Nothing => PassCounts.Zero(_parts.Count);

    /// <summary>Does the documents of these keys.</summary>
    /// <exception cref="DataException">A document does not fit, and the policy is to fail.</exception>
    public Task<PassCounts> RunAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken) =>
        RunAsync(BatchesAsync(keys, cancellationToken), sweeping: false, cancellationToken);

    /// <summary>Does the documents of a chunk.</summary>
    /// <exception cref="DataException">A document does not fit, and the policy is to fail.</exception>
    public async Task<PassCounts> RunAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var (counts, rest) = (Nothing, chunk);
        while (spool is not null && await collection.NextAsync(rest, MostReplayed, cancellationToken) is { } next)
        {
            var replay = new PassReplay(spool, _parts.Count);
            if (await collection.ReplayAsync(rest with { UpTo = next.To }, replay, cancellationToken) is not { } left)
            {
                break;
            }

            store.Worked();
            counts += replay.Counts + await RunAsync(left, cancellationToken);
            rest = rest with { After = next.To };
            if (next.To == chunk.UpTo)
            {
                return counts;
            }
        }

        return counts + await RunAsync(BatchesAsync(rest, collection.ReadAsync, cancellationToken), sweeping: false, cancellationToken);
    }

    /// <summary>Does those documents of a chunk, gone over before, that still need it. One that does not fit, under a policy to fail, is counted as late.</summary>
    public Task<PassCounts> SweepAsync(PassRange chunk, CancellationToken cancellationToken) =>
        RunAsync(BatchesAsync(chunk, ReadBehindAsync, cancellationToken), sweeping: true, cancellationToken);

    /// <summary>How many documents of a chunk still need it, or do not fit.</summary>
    public async Task<PassCounts> CountBehindAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var count = Nothing;
        var batches = BatchesAsync(chunk, ReadBehindAsync, cancellationToken);
        await foreach (var judged in batches.AheadAsync(static documents => ParsedDocument.Of(documents, spool: null)).AheadAsync(documents => JudgeAsync(documents, 0, sweeping: true, cancellationToken)))
        {
            count += PassCounts.Sum(judged.Select(static document => document.Counts), _parts.Count).AsLate;
        }

        return count;
    }

    /// <summary>
    /// Does the documents of a chunk that the opposite direction of a migration of the pass had put on the quarantine list: they were left as they were before it, so only what
    /// comes after it here is to be done to them. They are off the list then.
    /// </summary>
    /// <exception cref="DataException">A document does not fit, and the policy is to fail.</exception>
    public async Task<PassCounts> RunListedAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var counts = Nothing;

        // In a pass of one migration nothing comes after it, and FinishAsync ends the list.
        for (var more = _parts.Count > 1; more;)
        {
            var listed = new List<ListedDocument>();
            await foreach (var document in collection.ReadListedAsync(chunk, _most, cancellationToken))
            {
                listed.Add(document);
            }

            more = listed.Count > 0;
            await collection.ReleaseAsync([.. listed.Select(static document => document.Document)], cancellationToken);
            foreach (var group in listed.GroupBy(static document => document.Migration, static document => document.Document))
            {
                var from = _parts.TakeWhile(part => part.Migration != group.Key).Count() + 1;
                counts += await WriteAsync(await JudgeAsync([.. group.Select(ParsedDocument.Of)], from, sweeping: false, cancellationToken), from, sweeping: false, Attempts, cancellationToken);
            }
        }

        return counts;
    }

    private IAsyncEnumerable<PassDocument> ReadBehindAsync(PassRange range, int most, CancellationToken cancellationToken) =>
        collection.ReadBehindAsync(range, Scope.Tests, most, cancellationToken);

    private async IAsyncEnumerable<IReadOnlyList<PassDocument>> BatchesAsync(
        IReadOnlyList<DocumentKey> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var slice in keys.Chunk(_most))
        {
            // A store reads them in an order of its own, and some may be gone.
            for (IReadOnlyList<DocumentKey> rest = slice; rest.Count > 0;)
            {
                var (documents, more) = await collection.ReadAsync(rest, cancellationToken).FirstBatchAsync(_most, cancellationToken);
                rest = more && documents.Count < rest.Count ? [.. rest.Except(documents.Select(static document => document.Key))] : [];
                yield return documents;
            }
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<PassDocument>> BatchesAsync(
        PassRange range, Func<PassRange, int, CancellationToken, IAsyncEnumerable<PassDocument>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            (var documents, more) = await read(range, _most, cancellationToken).FirstBatchAsync(_most, cancellationToken);
            range = documents.Count == 0 ? range : range with { After = documents[^1].Key };
            yield return documents;
        }
    }

    private async Task<PassCounts> RunAsync(IAsyncEnumerable<IReadOnlyList<PassDocument>> batches, bool sweeping, CancellationToken cancellationToken)
    {
        var counts = Nothing;
        await foreach (var judged in batches.AheadAsync(documents => ParsedDocument.Of(documents, sweeping ? null : spool)).AheadAsync(documents => JudgeAsync(documents, 0, sweeping, cancellationToken)))
        {
            counts += await WriteAsync(judged, 0, sweeping, Attempts, cancellationToken);
        }

        return counts;
    }

    /// <summary>What becomes of documents, in their order.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="from">With which part of the pass they begin.</param>
    /// <param name="sweeping">Whether they were gone over before.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private async Task<IReadOnlyList<JudgedDocument>> JudgeAsync(IReadOnlyList<ParsedDocument> documents, int from, bool sweeping, CancellationToken cancellationToken)
    {
        var judged = new JudgedDocument[documents.Count];
        if (workers == 1)
        {
            for (var i = 0; i < judged.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                judged[i] = documents[i].Judged ?? _judge.Judge(documents[i], from, sweeping ? Scope : null);
            }
        }
        else if (judged.Length > 0)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, judged.Length, options, (i, _) =>
            {
                judged[i] = documents[i].Judged ?? _judge.Judge(documents[i], from, sweeping ? Scope : null);
                return ValueTask.CompletedTask;
            });
        }

        return judged;
    }

    private async Task<PassCounts> WriteAsync(
        IReadOnlyList<JudgedDocument> documents, int from, bool sweeping, int attempts, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
        {
            return Nothing;
        }

        // What one thread after the other would have stopped at.
        documents.Select(static document => document.Fault).FirstOrDefault(static fault => fault is not null)?.Throw();
        if (!sweeping && documents.FirstOrDefault(static document => document.Misfit is not null) is { } misfit)
        {
            throw Misfits.Error(pass, 1, [misfit.Misfit!], misfit.MisfitOf);
        }

        var written = documents.Select(static document => document.Reshaped).OfType<ReshapedDocument>().ToList();
        var overtaken = written.Count == 0 ? [] : (await collection.WriteAsync(written, cancellationToken)).ToHashSet();
        var done = documents.Where(document => !overtaken.Contains(document.Stored.Key)).ToList();
        await QuarantineAsync(done.FindAll(static document => document.Quarantined is not null), cancellationToken);
        return PassCounts.Sum(done.Select(static document => document.Counts), _parts.Count)
            + await AgainAsync([.. overtaken], from, sweeping, attempts - 1, cancellationToken);
    }

    /// <summary>What others changed between reading and writing is read again; what they go on changing is left, and said to be late.</summary>
    private async Task<PassCounts> AgainAsync(IReadOnlyList<DocumentKey> overtaken, int from, bool sweeping, int attempts, CancellationToken cancellationToken)
    {
        if (overtaken.Count == 0 || attempts == 0)
        {
            return PassCounts.All(_parts.Count, new StepCounts(Late: overtaken.Count));
        }

        var documents = new List<PassDocument>();
        await foreach (var document in collection.ReadAsync(overtaken, cancellationToken))
        {
            documents.Add(document);
        }

        return await WriteAsync(await JudgeAsync([.. documents.Select(ParsedDocument.Of)], from, sweeping, cancellationToken), from, sweeping, attempts, cancellationToken);
    }

    private async Task QuarantineAsync(List<JudgedDocument> misfits, CancellationToken cancellationToken)
    {
        // Of a document that earlier migrations of the pass have changed, the list knows what it is now, as if they had been passes of their own.
        var hashes = new Dictionary<DocumentKey, string>();
        if (misfits.FindAll(static document => document.Reshaped?.Change is not null) is { Count: > 0 } changed)
        {
            await foreach (var document in collection.ReadAsync([.. changed.Select(static document => document.Stored.Key)], cancellationToken))
            {
                hashes.Add(document.Key, QuarantineEntry.HashOf(document.Content.Text));
            }
        }

        if (misfits.Count > 0)
        {
            await collection.QuarantineAsync(
                [.. misfits.Select(document => document.Quarantined! with { ContentHash = hashes.GetValueOrDefault(document.Stored.Key, document.Quarantined.ContentHash) })],
                cancellationToken);
        }
    }
}
