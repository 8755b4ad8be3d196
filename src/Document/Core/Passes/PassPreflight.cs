using DocMigrate.Document.Operations;
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
/// <param name="first">The first pass that the run will do over each collection.</param>
/// <param name="spools">Gets what is worked out for those of them that run in process, by collection.</param>
/// <param name="time">The clock.</param>
internal sealed class PassPreflight(
    IPassStore store, IRunObserver observer, IReadOnlySet<MigrationId> begun, IReadOnlyDictionary<string, ReshapePass> first, IDictionary<string, PassSpool> spools, TimeProvider time)
{
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
        var judged = FirstPass(chain);
        var rest = judged is null ? chain : chain.Skip(judged.Operations.Count(static operation => operation.Operation is not StampDocumentsOperation)).ToValueList();
        var pass = judged is null
            ? new ReshapePass { Operations = chain, Server = store.Compile([.. chain.Select(static pending => pending.Operation)], chain[0].Step.KeepOrder) }
            : judged with { Operations = judged.Operations.AddRange(rest) };
        await using var collection = await store.OpenForReadingAsync(pass, cancellationToken);
        if (collection is null)
        {
            return;
        }

        var progress = new PreflightProgress(store.Store, pass.Collection, observer, time);
        progress.Begin();
        var spool = judged is null ? null : Spool(new PassJudge(judged, store.KeyOrder, store.Worked, time));
        var check = new PreflightCheck(pass, rest, spool, store.KeyOrder);
        var size = new BatchSize(time);
        var batches = collection.ReadUncertainAsync(cancellationToken).BatchesAsync(size.Next, cancellationToken);
        await foreach (var count in batches.AheadAsync(documents => Task.FromResult(check.Run(documents, cancellationToken))))
        {
            progress.Add(count);
        }

        check.RequireFit();
    }

    /// <summary>The first pass over the chain's collection, where it runs in process and is where the chain begins.</summary>
    private ReshapePass? FirstPass(ValueList<PassOperation> chain)
    {
        if (!first.TryGetValue(chain[0].Operation.Collection, out var pass) || pass.Server is not null)
        {
            return null;
        }

        ReshapeOperation[] authored = [.. pass.Chain.Where(static operation => operation is not StampDocumentsOperation)];
        return authored.Length <= chain.Count && authored.Zip(chain).All(static pair => ReferenceEquals(pair.First, pair.Second.Operation)) ? pass : null;
    }

    private PassSpool Spool(PassJudge judge)
    {
        var spool = new PassSpool(judge, SpoolFile.TryMake());
        spools[judge.Pass.Collection] = spool;
        return spool;
    }
}
