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

    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        foreach (var chain in Chains(steps))
        {
            if (chain.Any(static pending => CanFail(pending.Operation)))
            {
                await CheckAsync(chain.ToValueList(), cancellationToken);
            }
        }
    }

    private static bool CanFail(ReshapeOperation operation) => operation switch
    {
        AddFieldOperation { Where: null } or RemoveFieldOperation { Where: null } or RestoreFieldOperation => false,
        ForEachOperation each => each.OnError == OnError.Fail || each.Operations.Any(CanFail),
        _ => operation.TouchesDocuments && operation.OnError == OnError.Fail,
    };

    /// <summary>For each collection the reshapes that can be checked on the documents as they are now.</summary>
    private IEnumerable<List<PassOperation>> Chains(IReadOnlyList<PlanStep> steps)
    {
        var chains = new Dictionary<string, List<PassOperation>>(StringComparer.Ordinal);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (step, planned) in steps.SelectMany(static step => step.Operations.Select(planned => (step, planned))))
        {
            var operation = (DocumentOperation?)planned.Effective;
            if (operation is not null && begun.Contains(step.Migration))
            {
                closed.Add(operation.Collection);
            }
            else if (operation is ReshapeOperation reshape && !closed.Contains(reshape.Collection))
            {
                if (!chains.TryGetValue(reshape.Collection, out var chain))
                {
                    chains[reshape.Collection] = chain = [];
                }

                chain.Add(new PassOperation(step, planned, reshape));
            }
            else if (operation is not null and not ReshapeOperation and not CreateDocumentIndexOperation and not DropDocumentIndexOperation and not ContractCollectionOperation)
            {
                closed.Add(operation.Collection);
            }
        }

        return chains.Values;
    }

    private async Task CheckAsync(ValueList<PassOperation> chain, CancellationToken cancellationToken)
    {
        var pass = new ReshapePass { Operations = chain, Server = store.Compile([.. chain.Select(static pending => pending.Operation)]) };
        await using var collection = await store.OpenForReadingAsync(pass, cancellationToken);
        if (collection is null)
        {
            return;
        }

        observer.OnEvent(new PreflightEvent(store.Store, pass.Collection));
        var pipeline = new ReshapePipeline(pass.Chain, keyOrder: store.KeyOrder);
        var samples = new List<string>();
        var failed = 0L;
        var done = 0L;
        var reported = time.GetTimestamp();
        var batches = collection.ReadUncertainAsync(cancellationToken).BatchesAsync(BetweenChecks, cancellationToken);
        await foreach (var (count, misfits) in batches.AheadAsync(ParsedDocument.Of).AheadAsync(documents => Task.FromResult((documents.Count, MisfitsOf(pipeline, documents, cancellationToken)))))
        {
            // Who waits for the lock takes silence for a holder that hangs.
            done += count;
            if (time.GetElapsedTime(reported) >= BetweenReports)
            {
                reported = time.GetTimestamp();
                observer.OnEvent(new PreflightEvent(store.Store, pass.Collection) { Done = done });
            }

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
