using System.Globalization;
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
/// <param name="store">The store.</param>
/// <param name="collection">The collection, opened for the pass.</param>
/// <param name="pass">The pass.</param>
/// <param name="time">The clock.</param>
internal sealed class InProcessReshaper(IPassStore store, IPassCollection collection, ReshapePass pass, TimeProvider time)
{
    /// <summary>How many documents are in memory at once, unless they are large.</summary>
    private const int MostDocuments = 200;

    /// <summary>How many characters of documents are in memory at once, or one document if it alone has more.</summary>
    private const int MostCharacters = 4_000_000;

    /// <summary>How often a document is read that others change at the same time.</summary>
    private const int Attempts = 4;

    private readonly ReshapePipeline _pipeline = new(pass.Chain);

    /// <summary>Does the documents of these keys.</summary>
    /// <exception cref="DataException">A document does not fit, and the policy is to fail.</exception>
    public async Task<StepCounts> RunAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken)
    {
        var counts = StepCounts.Zero;
        for (var done = 0; done < keys.Count;)
        {
            var slice = keys.Skip(done).Take(MostDocuments).ToList();
            var (documents, whole) = await ReadAsync(collection.ReadAsync(slice, cancellationToken));
            counts += await RunAsync(documents, Attempts, cancellationToken);
            done += whole ? slice.Count : slice.IndexOf(documents[^1].Key) + 1;
        }

        return counts;
    }

    /// <summary>Does the documents of a chunk.</summary>
    /// <exception cref="DataException">A document does not fit, and the policy is to fail.</exception>
    public async Task<StepCounts> RunAsync(PassRange chunk, CancellationToken cancellationToken)
    {
        var counts = StepCounts.Zero;
        for (var rest = chunk; ;)
        {
            var (documents, whole) = await ReadAsync(collection.ReadAsync(rest, MostDocuments, cancellationToken));
            counts += await RunAsync(documents, Attempts, cancellationToken);
            if (whole && documents.Count < MostDocuments)
            {
                return counts;
            }

            rest = rest with { After = documents[^1].Key };
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

    private async Task<StepCounts> RunAsync(IReadOnlyList<PassDocument> documents, int attempts, CancellationToken cancellationToken)
    {
        var counts = StepCounts.Zero;
        var written = new List<ReshapedDocument>();
        var quarantined = new List<QuarantineEntry>();
        foreach (var document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (reshaped, entry) = Reshape(document);
            if (entry is not null)
            {
                quarantined.Add(entry);
            }
            else if (reshaped is not null)
            {
                written.Add(reshaped);
            }

            store.Worked();
        }

        var overtaken = written.Count == 0 ? [] : (await collection.WriteAsync(written, cancellationToken)).ToHashSet();
        foreach (var document in written.Where(document => !overtaken.Contains(document.Stored.Key)))
        {
            counts += new StepCounts(Changed: document.Change is null ? 0 : 1, Shadowed: document.Kept.Sum(static kept => kept.Count(static value => !value.IsMark)));
        }

        if (quarantined.Count > 0)
        {
            await collection.QuarantineAsync(quarantined, cancellationToken);
        }

        return counts + new StepCounts(Quarantined: quarantined.Count) + await AgainAsync([.. overtaken], attempts - 1, cancellationToken);
    }

    /// <summary>What others changed between reading and writing is read again; what they go on changing is left, and said to be late.</summary>
    private async Task<StepCounts> AgainAsync(IReadOnlyList<DocumentKey> overtaken, int attempts, CancellationToken cancellationToken)
    {
        if (overtaken.Count == 0)
        {
            return StepCounts.Zero;
        }

        if (attempts == 0)
        {
            return new StepCounts(Late: overtaken.Count);
        }

        var documents = new List<PassDocument>();
        await foreach (var document in collection.ReadAsync(overtaken, cancellationToken))
        {
            documents.Add(document);
        }

        return await RunAsync(documents, attempts, cancellationToken);
    }

    /// <summary>What becomes of a document: something to write, an entry in the quarantine, or nothing. Thread-safe, as far as a transform's code is.</summary>
    private (ReshapedDocument? Reshaped, QuarantineEntry? Quarantined) Reshape(PassDocument stored)
    {
        JObject document;
        try
        {
            document = DocumentReader.Read(stored.Text);
        }
        catch (DataException error)
        {
            // What can't be held exactly is never changed, whatever the operation's policy.
            return (null, Quarantine(stored, FirstOperation(), DocumentPath.Root, $"can't be read exactly: {error.Message}"));
        }

        var outcome = Apply(document, stored);
        if (outcome.Misfit is { } misfit)
        {
            return misfit.Policy == OnError.Fail
                ? throw Misfits.Error(pass, 1, [Misfits.Describe(stored.Id, misfit)])
                : (null, Quarantine(stored, pass.Operations[misfit.Operation], misfit.Path, misfit.Reason));
        }

        if (!outcome.Changed && stored.Kept is null && outcome.Kept.All(static kept => kept.Count == 0))
        {
            return (null, null);
        }

        if (outcome.Changed)
        {
            Misfits.RequireSameId(document, outcome.Document, stored.Id, pass.Collection);
        }

        return (
            new ReshapedDocument
            {
                Stored = stored,
                Change = outcome.Changed ? DocumentChange.Between(document, outcome.Document) : null,
                Kept = outcome.Kept,
            },
            null);
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
