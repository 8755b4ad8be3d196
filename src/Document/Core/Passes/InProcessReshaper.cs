using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
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
internal sealed class InProcessReshaper(IPassStore store, IPassCollection collection, ReshapePass pass, int workers, TimeProvider time)
{
    /// <summary>How often a document is read that others change at the same time.</summary>
    private const int Attempts = 4;

    private readonly IReadOnlyList<PassPart> _parts = PassPart.Of(pass);
    private readonly DocumentJudge _judge = new(pass, store.KeyOrder);
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
    public Task<PassCounts> RunAsync(PassRange chunk, CancellationToken cancellationToken) =>
        RunAsync(BatchesAsync(chunk, collection.ReadAsync, cancellationToken), sweeping: false, cancellationToken);

    /// <summary>Does those documents of a chunk, gone over before, that still need it. One that does not fit, under a policy to fail, is counted as late.</summary>
    public Task<PassCounts> SweepAsync(PassRange chunk, CancellationToken cancellationToken) =>
        RunAsync(BatchesAsync(chunk, ReadBehindAsync, cancellationToken), sweeping: true, cancellationToken);

    /// <summary>How many documents of a chunk still need it, or do not fit.</summary>
    public async Task<PassCounts> CountBehindAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var count = Nothing;
        var batches = BatchesAsync(chunk, ReadBehindAsync, cancellationToken);
        await foreach (var judged in batches.AheadAsync(ParsedDocument.Of).AheadAsync(documents => JudgeAsync(documents, 0, sweeping: true, cancellationToken)))
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
        await foreach (var judged in batches.AheadAsync(ParsedDocument.Of).AheadAsync(documents => JudgeAsync(documents, 0, sweeping, cancellationToken)))
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
                judged[i] = Judge(documents[i], from, sweeping);
            }
        }
        else if (judged.Length > 0)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, judged.Length, options, (i, _) =>
            {
                judged[i] = Judge(documents[i], from, sweeping);
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

    private JudgedDocument Judge(ParsedDocument document, int from, bool sweeping)
    {
        var counts = new StepCounts[_parts.Count];
        Array.Fill(counts, StepCounts.Zero);
        try
        {
            return Reshape(document, new JudgedDocument(document.Stored, counts), from, sweeping);
        }
        catch (DataException error)
        {
            return new JudgedDocument(document.Stored, counts) { Fault = ExceptionDispatchInfo.Capture(error) };
        }
        finally
        {
            store.Worked();
        }
    }

    /// <summary>What becomes of a document. Thread-safe, as far as a transform's code is.</summary>
    /// <exception cref="DataException">The code of a transform is missing, or a document would get another id.</exception>
    private JudgedDocument Reshape(ParsedDocument parsed, JudgedDocument judged, int from, bool sweeping)
    {
        if (parsed is not { Stored: var stored, Document: { } document })
        {
            // What can't be held exactly is never changed, whatever the operation's policy.
            return from == _parts.Count
                ? judged : Quarantined(judged, from, FirstOperation(_parts[from]), DocumentPath.Root, $"can't be read exactly: {parsed.Unreadable}");
        }

        if (sweeping && Scope.Takes is { } takes && takes(document) is not true and var unsure)
        {
            Array.Fill(judged.Counts, new StepCounts(Late: unsure is null ? 1 : 0));
            return judged;
        }

        var verdict = _judge.Judge(document, stored.Id, stored.Kept, from);
        var kept = new IReadOnlyList<KeptValue>?[pass.Operations.Count];
        for (var i = from; i < from + verdict.Outcomes.Count; i++)
        {
            var (part, outcome) = (_parts[i], verdict.Outcomes[i - from]);
            Keep(outcome, part, kept, marks: !sweeping || Scope.Once);
            judged.Counts[i] = new StepCounts(
                Changed: outcome.Changed ? 1 : 0, Shadowed: kept.Skip(part.Start).Take(part.Count).Sum(static values => values!.Count(static value => !value.IsMark)));
        }

        if (verdict.Misfit is { Policy: OnError.Fail } fault)
        {
            Array.Fill(judged.Counts, StepCounts.Zero);
            judged.Counts[from + verdict.Outcomes.Count] = new StepCounts(Late: 1);
            return judged with { Misfit = Misfits.Describe(stored.Id, fault), MisfitOf = verdict.MisfitOf };
        }

        if (verdict.Misfit is { } misfit)
        {
            judged = Quarantined(judged, from + verdict.Outcomes.Count, verdict.MisfitOf!, misfit.Path, misfit.Reason);
        }

        var result = verdict.Document;

        // What the operations of one migration do, those of another may undo.
        var changed = !ReferenceEquals(document, result) && (_parts.Count == 1 || !DocumentEquality.Equals(document, result));

        // A document that does not change any more was done, or never needed it: a mark would tell the way back that it was not done.
        if (kept.All(static values => values is null)
            || (!changed && (sweeping || (stored.Kept is null && kept.All(static values => values is null or { Count: 0 })))))
        {
            return sweeping ? judged with { Counts = [.. judged.Counts.Select(static counts => counts with { Changed = 0, Shadowed = 0 })] } : judged;
        }

        if (changed)
        {
            Misfits.RequireSameId(document, result, stored.Id, pass.Collection);
        }

        return judged with { Reshaped = new ReshapedDocument { Stored = stored, Change = changed ? DocumentChange.Between(document, result) : null, Kept = kept } };
    }

    private static void Keep(ReshapeOutcome outcome, PassPart part, IReadOnlyList<KeptValue>?[] kept, bool marks)
    {
        for (var i = 0; i < part.Count; i++)
        {
            kept[part.Start + i] = marks ? outcome.Kept[i] : [.. outcome.Kept[i].Where(static value => !value.IsMark)];
        }
    }

    private JudgedDocument Quarantined(JudgedDocument judged, int part, PassOperation operation, DocumentPath path, string reason)
    {
        judged.Counts[part] = new StepCounts(Quarantined: 1);
        return judged with { Quarantined = Quarantine(judged.Stored, operation, path, reason) };
    }

    private PassOperation FirstOperation(PassPart part) =>
        pass.Operations.Skip(part.Start).Take(part.Count).MinBy(static operation => operation.Planned.Index)!;

    private QuarantineEntry Quarantine(PassDocument stored, PassOperation operation, DocumentPath path, string reason) => new()
    {
        Collection = pass.Collection,
        Document = stored.Id,
        Migration = operation.Step.Migration,
        Direction = pass.Direction,
        FirstOperation = pass.First(operation.Step.Migration),
        Operation = operation.Planned.Index,
        Path = path,
        Reason = reason,
        ContentHash = QuarantineEntry.HashOf(stored.Content.Text),
        At = time.GetUtcNow(),
    };
}
