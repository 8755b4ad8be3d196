using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>
/// Runs the pending operations of each collection over its documents without writing, up to the first step that changes the collection itself. The server
/// picks out the documents that its expressions are not exact for, which is few; those go through the in-process executor.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="observer">Is told what is checked.</param>
/// <param name="begun">The migrations that an earlier run stopped in: their collections are half old and half new, so nothing can be said of them before.</param>
/// <param name="time">The clock.</param>
internal sealed class PassPreflight(IPassStore store, IRunObserver observer, IReadOnlySet<MigrationId> begun, TimeProvider time)
{
    /// <summary>After how many documents it can be said how far it is.</summary>
    private const int BetweenChecks = 50;

    public async Task RunAsync(IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        var unique = new UniquePreflight(store, observer, time);
        foreach (var chain in PendingChain.Of(steps, begun))
        {
            if (chain.Reshapes.Any(static pending => CanFail(pending.Operation)))
            {
                await CheckAsync(chain.Reshapes.ToValueList(), cancellationToken);
            }

            await unique.CheckAsync(chain, cancellationToken);
        }
    }

    private static bool CanFail(ReshapeOperation operation) => operation switch
    {
        AddFieldOperation { Where: null } or RemoveFieldOperation { Where: null } or RestoreFieldOperation => false,
        ForEachOperation each => each.OnError == OnError.Fail || each.Operations.Any(CanFail),
        _ => operation.TouchesDocuments && operation.OnError == OnError.Fail,
    };

    private async Task CheckAsync(ValueList<PassOperation> chain, CancellationToken cancellationToken)
    {
        var pass = new ReshapePass { Operations = chain, Server = store.Compile([.. chain.Select(static pending => pending.Operation)]) };
        await using var collection = await store.OpenForReadingAsync(pass, cancellationToken);
        if (collection is null)
        {
            return;
        }

        var progress = new PreflightProgress(store.Store, pass.Collection, observer, time);
        progress.Begin();
        var pipeline = new ReshapePipeline(pass.Chain, keyOrder: store.KeyOrder);
        var samples = new List<string>();
        var failed = 0L;
        var batches = collection.ReadUncertainAsync(cancellationToken).BatchesAsync(BetweenChecks, cancellationToken);
        await foreach (var (count, misfits) in batches.AheadAsync(ParsedDocument.Of).AheadAsync(documents => Task.FromResult((documents.Count, MisfitsOf(pipeline, documents, cancellationToken)))))
        {
            progress.Add(count);
            failed += misfits.Count;
            samples.AddRange(misfits.Take(Misfits.Samples - samples.Count));
        }

        if (failed > 0)
        {
            throw Misfits.Error(pass, failed, samples);
        }
    }

    private static List<string> MisfitsOf(ReshapePipeline pipeline, IReadOnlyList<ParsedDocument> documents, CancellationToken cancellationToken)
    {
        var misfits = new List<string>();
        foreach (var document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // What can't be read will be quarantined, whatever the operations say.
            var (stored, content) = (document.Stored, document.Document);
            if (content is not null && pipeline.Check(content, stored.Kept is { } kept ? i => kept[i] : null) is { Policy: OnError.Fail } misfit)
            {
                misfits.Add(Misfits.Describe(stored.Id, misfit));
            }
        }

        return misfits;
    }
}
