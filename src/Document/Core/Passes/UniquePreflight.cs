using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>
/// Works out what the documents of a collection will have under its unique indexes when pending reshapes are done, without writing. The server does it for those that it reshapes itself;
/// what is reshaped in process is given to it as it will be, so that the server says what is equal.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="observer">Is told what is checked.</param>
/// <param name="time">The clock.</param>
internal sealed class UniquePreflight(IPassStore store, IRunObserver observer, TimeProvider time)
{
    /// <summary>How many documents are given to the server at once.</summary>
    private const int Batch = 200;

    /// <exception cref="DataException">Documents would have equal values.</exception>
    public async Task CheckAsync(PendingChain chain, CancellationToken cancellationToken)
    {
        if (store.UniqueIndexes is not { } indexes)
        {
            return;
        }

        var demands = UniqueDemand.Of(chain, await indexes.ListAsync(chain.Collection, cancellationToken), indexes.NameOf);
        foreach (var point in demands.GroupBy(static demand => demand.After).OrderBy(static point => point.Key))
        {
            var reshapes = chain.Reshapes.Take(point.Key).ToValueList();
            var pass = reshapes.Any(static pending => pending.Operation.TouchesDocuments)
                ? new ReshapePass { Operations = reshapes, Server = store.Compile([.. reshapes.Select(static pending => pending.Operation)], reshapes[0].Step.KeepOrder) }
                : null;
            await CheckAsync(indexes, chain.Collection, pass, [.. point], cancellationToken);
        }
    }

    private async Task CheckAsync(IUniqueIndexes indexes, string collection, ReshapePass? pass, IReadOnlyList<UniqueDemand> demands, CancellationToken cancellationToken)
    {
        await using var keys = await indexes.OpenAsync(collection, pass, [.. demands.Select(static demand => demand.Index)], cancellationToken);
        if (keys is null)
        {
            return;
        }

        var progress = new PreflightProgress(store.Store, collection, observer, time);
        progress.Begin();
        await keys.AddStoredAsync(cancellationToken);
        if (pass is not null)
        {
            await AddUncertainAsync(pass, keys, progress, cancellationToken);
        }

        foreach (var (demand, found) in demands.Zip(await keys.FindAsync(Misfits.Samples, cancellationToken)))
        {
            if (found.Groups > 0)
            {
                throw Error(collection, pass, demand, found);
            }
        }
    }

    private async Task AddUncertainAsync(ReshapePass pass, IUniqueKeys keys, PreflightProgress progress, CancellationToken cancellationToken)
    {
        await using var documents = await store.OpenForReadingAsync(pass, cancellationToken);
        if (documents is null)
        {
            return;
        }

        var judge = new DocumentJudge(pass, store.KeyOrder);
        var batches = documents.ReadUncertainAsync(cancellationToken).BatchesAsync(static () => Batch, cancellationToken);
        await foreach (var images in batches.AheadAsync(static batch => ParsedDocument.Of(batch, spool: null)).AheadAsync(batch => Task.FromResult<IReadOnlyList<DocumentImage>>([.. batch.Select(document => ImageOf(judge, document))])))
        {
            await keys.AddAsync(images, cancellationToken);
            progress.Add(images.Count);
        }
    }

    /// <summary>A document that does not fit, or can't be read, stays as far as it came: it will be in quarantine, and has its values all the same.</summary>
    private static DocumentImage ImageOf(DocumentJudge judge, ParsedDocument parsed)
    {
        var after = parsed.Document is { } document ? judge.Judge(document, parsed.Stored.Id, parsed.Stored.Kept).Document : null;
        return new DocumentImage(parsed.Stored.Key, ReferenceEquals(after, parsed.Document) ? null : after);
    }

    private static DataException Error(string collection, ReshapePass? pass, UniqueDemand demand, UniqueCollisions found)
    {
        var groups = found.Samples.Select(static group => string.Join(", ", group));
        var when = pass is null ? "" : $" after {string.Join(", ", pass.Migrations)}";
        return new DataException(
            PassErrors.WouldCollide,
            $"{found.Documents} documents in collection '{collection}' {(pass is null ? "have" : "would have")} values that others have too{when}, in {found.Groups} "
            + $"group{(found.Groups == 1 ? "" : "s")}, and the index '{demand.Index.Name}'{(demand.Maker is { } maker ? $" of {maker}" : "")} is unique: "
            + $"_id {string.Join("; ", groups)}{(found.Groups > found.Samples.Count ? "; …" : "")}.",
            "Correct or remove all but one document of each group, or change the operation that makes their values equal; then run the command again.");
    }
}
