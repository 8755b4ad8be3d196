using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>Does a pass's operations in process, on documents that are read, changed and written back in the transaction that is open.</summary>
/// <remarks>Documents are read and written by one thread, in order; what is between, the bulk of the work, is done by as many as there are workers.</remarks>
/// <param name="store">The store.</param>
/// <param name="collection">The collection, opened for the pass.</param>
/// <param name="pass">The pass.</param>
/// <param name="workers">On how many threads documents are reshaped.</param>
/// <param name="time">The clock.</param>
internal sealed class InProcessReshaper(IPassStore store, IPassCollection collection, ReshapePass pass, int workers, TimeProvider time)
{
    /// <summary>How many documents are in memory at once, for each worker, unless they are large.</summary>
    private const int MostDocuments = 200;

    /// <summary>How many characters of documents are in memory at once, or one document if it alone has more.</summary>
    private const int MostCharacters = 4_000_000;

    /// <summary>How often a document is read that others change at the same time.</summary>
    private const int Attempts = 4;

    private readonly ReshapePipeline _pipeline = new(pass.Chain);
    private readonly IReadOnlyList<ShapeTest>? _tests = WorkTests.Of(pass.Chain);
    private readonly int _most = MostDocuments * workers;

    /// <summary>Does the documents of these keys.</summary>
    /// <exception cref="DataException">A document does not fit, and the policy is to fail.</exception>
    public Task<StepCounts> RunAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken) =>
        RunAsync(BatchesAsync(keys, cancellationToken), sweeping: false, cancellationToken);

    /// <summary>Does the documents of a chunk.</summary>
    /// <exception cref="DataException">A document does not fit, and the policy is to fail.</exception>
    public Task<StepCounts> RunAsync(PassRange chunk, CancellationToken cancellationToken) =>
        RunAsync(BatchesAsync(chunk, collection.ReadAsync, cancellationToken), sweeping: false, cancellationToken);

    /// <summary>Does those documents of a chunk, gone over before, that still need it. One that does not fit, under a policy to fail, is counted as late.</summary>
    public Task<StepCounts> SweepAsync(PassRange chunk, CancellationToken cancellationToken) =>
        RunAsync(BatchesAsync(chunk, ReadBehindAsync, cancellationToken), sweeping: true, cancellationToken);

    /// <summary>How many documents of a chunk still need it, or do not fit.</summary>
    public async Task<long> CountBehindAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var documents in BatchesAsync(chunk, ReadBehindAsync, cancellationToken))
        {
            count += (await JudgeAsync(documents, sweeping: true, cancellationToken)).Count(static judged => judged.Reshaped is not null || judged.Misfit is not null || judged.Quarantined is not null);
        }

        return count;
    }

    private IAsyncEnumerable<PassDocument> ReadBehindAsync(PassRange range, int most, CancellationToken cancellationToken) =>
        collection.ReadBehindAsync(range, _tests, most, cancellationToken);

    private async IAsyncEnumerable<IReadOnlyList<PassDocument>> BatchesAsync(
        IReadOnlyList<DocumentKey> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var done = 0; done < keys.Count;)
        {
            var slice = keys.Skip(done).Take(_most).ToList();
            var (documents, whole) = await ReadAsync(collection.ReadAsync(slice, cancellationToken));
            done += whole ? slice.Count : slice.IndexOf(documents[^1].Key) + 1;
            yield return documents;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<PassDocument>> BatchesAsync(
        PassRange range, Func<PassRange, int, CancellationToken, IAsyncEnumerable<PassDocument>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            var (documents, whole) = await ReadAsync(read(range, _most, cancellationToken));
            more = !whole || documents.Count == _most;
            range = documents.Count == 0 ? range : range with { After = documents[^1].Key };
            yield return documents;
        }
    }

    /// <summary>As many documents as may be in memory at once.</summary>
    private static async Task<(List<PassDocument> Documents, bool Whole)> ReadAsync(IAsyncEnumerable<PassDocument> source)
    {
        var documents = new List<PassDocument>();
        var characters = 0L;
        await foreach (var document in source)
        {
            documents.Add(document);
            characters += document.Text.Length;
            if (characters > MostCharacters)
            {
                return (documents, false);
            }
        }

        return (documents, true);
    }

    /// <summary>While the workers have one batch, the one before it is written.</summary>
    private async Task<StepCounts> RunAsync(IAsyncEnumerable<IReadOnlyList<PassDocument>> batches, bool sweeping, CancellationToken cancellationToken)
    {
        var counts = StepCounts.Zero;
        IReadOnlyList<JudgedDocument> before = [];
        await foreach (var documents in batches)
        {
            var judging = JudgeAsync(documents, sweeping, cancellationToken);
            try
            {
                counts += await WriteAsync(before, sweeping, Attempts, cancellationToken);
            }
            finally
            {
                before = await judging;
            }
        }

        return counts + await WriteAsync(before, sweeping, Attempts, cancellationToken);
    }

    /// <summary>What becomes of documents, in their order.</summary>
    private async Task<IReadOnlyList<JudgedDocument>> JudgeAsync(IReadOnlyList<PassDocument> documents, bool sweeping, CancellationToken cancellationToken)
    {
        var judged = new JudgedDocument[documents.Count];
        if (workers == 1)
        {
            for (var i = 0; i < judged.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                judged[i] = Judge(documents[i], sweeping);
            }
        }
        else if (judged.Length > 0)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
            await Task.Run(() => Parallel.For(0, judged.Length, options, i => judged[i] = Judge(documents[i], sweeping)), cancellationToken);
        }

        return judged;
    }

    private async Task<StepCounts> WriteAsync(IReadOnlyList<JudgedDocument> documents, bool sweeping, int attempts, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
        {
            return StepCounts.Zero;
        }

        // What one thread after the other would have stopped at.
        documents.Select(static document => document.Fault).FirstOrDefault(static fault => fault is not null)?.Throw();
        if (!sweeping && documents.FirstOrDefault(static document => document.Misfit is not null)?.Misfit is { } misfit)
        {
            throw Misfits.Error(pass, 1, [misfit]);
        }

        var written = documents.Select(static document => document.Reshaped).OfType<ReshapedDocument>().ToList();
        var overtaken = written.Count == 0 ? [] : (await collection.WriteAsync(written, cancellationToken)).ToHashSet();
        var quarantined = documents.Select(static document => document.Quarantined).OfType<QuarantineEntry>().ToList();
        if (quarantined.Count > 0)
        {
            await collection.QuarantineAsync(quarantined, cancellationToken);
        }

        var done = written.Where(document => !overtaken.Contains(document.Stored.Key)).ToList();
        return new StepCounts(
                Changed: done.Count(static document => document.Change is not null),
                Quarantined: quarantined.Count,
                Shadowed: done.Sum(static document => document.Kept.Sum(static kept => kept.Count(static value => !value.IsMark))),
                Late: documents.Count(static document => document.Misfit is not null))
            + await AgainAsync([.. overtaken], sweeping, attempts - 1, cancellationToken);
    }

    /// <summary>What others changed between reading and writing is read again; what they go on changing is left, and said to be late.</summary>
    private async Task<StepCounts> AgainAsync(IReadOnlyList<DocumentKey> overtaken, bool sweeping, int attempts, CancellationToken cancellationToken)
    {
        if (overtaken.Count == 0 || attempts == 0)
        {
            return new StepCounts(Late: overtaken.Count);
        }

        var documents = new List<PassDocument>();
        await foreach (var document in collection.ReadAsync(overtaken, cancellationToken))
        {
            documents.Add(document);
        }

        return await WriteAsync(await JudgeAsync(documents, sweeping, cancellationToken), sweeping, attempts, cancellationToken);
    }

    private JudgedDocument Judge(PassDocument stored, bool sweeping)
    {
        try
        {
            return Reshape(stored, sweeping);
        }
        catch (DataException error)
        {
            return new JudgedDocument { Fault = ExceptionDispatchInfo.Capture(error) };
        }
        finally
        {
            store.Worked();
        }
    }

    /// <summary>What becomes of a document. Thread-safe, as far as a transform's code is.</summary>
    /// <exception cref="DataException">The code of a transform is missing, or a document would get another id.</exception>
    private JudgedDocument Reshape(PassDocument stored, bool sweeping)
    {
        JObject document;
        try
        {
            document = DocumentReader.Read(stored.Text);
        }
        catch (DataException error)
        {
            // What can't be held exactly is never changed, whatever the operation's policy.
            return new JudgedDocument { Quarantined = Quarantine(stored, FirstOperation(), DocumentPath.Root, $"can't be read exactly: {error.Message}") };
        }

        var outcome = Apply(document, stored);
        if (outcome.Misfit is { } misfit)
        {
            return misfit.Policy == OnError.Fail
                ? new JudgedDocument { Misfit = Misfits.Describe(stored.Id, misfit) }
                : new JudgedDocument { Quarantined = Quarantine(stored, pass.Operations[misfit.Operation], misfit.Path, misfit.Reason) };
        }

        // A document that does not change any more was done, or never needed it: a mark would tell the way back that it was not done.
        if (!outcome.Changed && (sweeping || (stored.Kept is null && outcome.Kept.All(static kept => kept.Count == 0))))
        {
            return new JudgedDocument();
        }

        if (outcome.Changed)
        {
            Misfits.RequireSameId(document, outcome.Document, stored.Id, pass.Collection);
        }

        return new JudgedDocument
        {
            Reshaped = new ReshapedDocument
            {
                Stored = stored,
                Change = outcome.Changed ? DocumentChange.Between(document, outcome.Document) : null,
                Kept = sweeping ? [.. outcome.Kept.Select(static kept => kept.Where(static value => !value.IsMark).ToList())] : outcome.Kept,
            },
        };
    }

    private PassOperation FirstOperation()
    {
        var migration = pass.Operations[0].Step.Migration;
        return pass.Operations.Where(operation => operation.Step.Migration == migration).MinBy(static operation => operation.Planned.Index)!;
    }

    private ReshapeOutcome Apply(JObject document, PassDocument stored)
    {
        try
        {
            return _pipeline.Apply(document, stored.Kept is { } kept ? i => kept[i] : null);
        }
        catch (DataException error)
        {
            throw new DataException(
                error.Code, $"Collection '{pass.Collection}', _id {Convert.ToString(stored.Id, CultureInfo.InvariantCulture)}: {error.Message}", error.Remedy, error);
        }
    }

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
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stored.Text)).AsSpan(0, 16)),
        At = time.GetUtcNow(),
    };
}
