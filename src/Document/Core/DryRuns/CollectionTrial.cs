using System.Globalization;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.DryRuns;
using DocMigrate.Errors;
using DocMigrate.Planning;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.DryRuns;

/// <summary>What a run would do to one collection: its passes, done to documents in this process and not written.</summary>
internal sealed class CollectionTrial(string collection)
{
    private const string NoDocument = "it changes no document";

    private readonly List<(ReshapePass Pass, int First)> _passes = [];
    private readonly List<OperationTally> _operations = [];
    private readonly List<OperationTally> _tried = [];
    private readonly ChangeTally _changes = new();
    private string? _closed;
    private long _count;
    private long _failing;
    private long _quarantined;

    /// <summary>Whether there is anything to say.</summary>
    public bool IsEmpty => _operations.Count == 0;

    /// <summary>Adds a pass, unless something before it can't be told the outcome of.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="notTried">Why it can't be tried, and nothing after it; null when it can.</param>
    public void Add(ReshapePass pass, string? notTried)
    {
        _closed ??= notTried ?? (_passes.Count > 0 && _passes[0].Pass.Direction != pass.Direction ? "the run goes the other way before it" : null);
        if (_closed is null)
        {
            _passes.Add((pass, _tried.Count));
        }

        foreach (var operation in pass.Operations)
        {
            var tally = new OperationTally(operation.Step, operation.Operation, _closed ?? (operation.Operation.TouchesDocuments ? null : NoDocument));
            _operations.Add(tally);
            if (_closed is null)
            {
                _tried.Add(tally);
            }
        }
    }

    /// <summary>Adds an operation on the collection itself.</summary>
    public void Add(PlanStep step, DocumentOperation operation) => _operations.Add(new OperationTally(step, operation, _closed ?? NoDocument));

    /// <summary>Nothing that comes from now on can be tried.</summary>
    public void Close(string reason) => _closed ??= reason;

    /// <summary>Does it all.</summary>
    /// <param name="store">The store.</param>
    /// <param name="sample">How many documents at most; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<DryRunCollection> RunAsync(IPassStore store, int? sample, CancellationToken cancellationToken)
    {
        long? documents = null;
        if (_passes.Exists(static item => item.Pass.Chain.Any(static operation => operation.TouchesDocuments)))
        {
            // All passes read the documents as they are now, and each operation what the opposite direction kept for it.
            var all = new ReshapePass { Operations = _passes.SelectMany(static item => item.Pass.Operations).ToValueList(), Server = null };
            await using var opened = await store.OpenForReadingAsync(all, cancellationToken);
            if (opened is not null)
            {
                documents = await store.CountAsync(collection, cancellationToken);
                await TryAsync(opened, store, sample, cancellationToken);
            }
        }

        var (paths, morePaths) = _changes.Paths();
        var (examples, others) = _changes.Examples();
        return new DryRunCollection
        {
            Store = store.Store,
            Collection = collection,
            Documents = documents is { } count ? Math.Max(count, _count) : null,
            Tried = _count,
            Changed = _changes.Documents,
            Failing = _failing,
            Quarantined = _quarantined,
            Operations = _operations.Select(static operation => operation.ToReport()).ToValueList(),
            Paths = paths,
            MorePaths = morePaths,
            Examples = examples,
            OtherChanges = others,
        };
    }

    private async Task TryAsync(IPassCollection opened, IPassStore store, int? sample, CancellationToken cancellationToken)
    {
        var judges = _passes.ConvertAll(item => new DocumentJudge(item.Pass, store.KeyOrder));
        if (sample is not { } most)
        {
            await foreach (var document in opened.ReadSampleAsync(null, cancellationToken))
            {
                Try(judges, document);
            }

            return;
        }

        var drawn = new StratifiedSample(most);
        await foreach (var document in opened.ReadSampleAsync((int)Math.Min(int.MaxValue, (long)most * StratifiedSample.Candidates), cancellationToken))
        {
            drawn.Add(document);
        }

        foreach (var document in drawn.Documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Try(judges, document);
        }
    }

    private void Try(IReadOnlyList<DocumentJudge> judges, PassDocument stored)
    {
        _count++;
        var id = Convert.ToString(stored.Id, CultureInfo.InvariantCulture) ?? "";
        JObject before;
        try
        {
            before = stored.Content.Read();
        }
        catch (DataException error)
        {
            // What can't be held exactly is never changed, whatever the operation's policy.
            _quarantined++;
            _tried[0].Misfit("$", $"can't be read exactly: {error.Message}", DryRunOutcome.Quarantined, id);
            return;
        }

        var verdicts = new List<(Verdict Verdict, int Pass)>();
        var current = before;
        for (var i = 0; i < judges.Count && (verdicts.Count == 0 || verdicts[^1].Verdict.Misfit is null); i++)
        {
            var (pass, first) = _passes[i];
            try
            {
                var verdict = judges[i].Judge(current, stored.Id, stored.Kept?.Skip(first).Take(pass.Operations.Count).ToList());
                Misfits.RequireSameId(current, verdict.Document, stored.Id, collection);
                verdicts.Add((verdict, i));
                current = verdict.Document;
            }
            catch (DataException error)
            {
                _failing++;
                _tried[first].Misfit("$", error.Message, DryRunOutcome.Fails, id);
                return;
            }
        }

        Count(judges, verdicts, id);
        if (verdicts[^1].Verdict.Misfit is not { Policy: OnError.Fail } && !DocumentEquality.AnyOrder.Same(before, current))
        {
            _changes.Add(id, before, current);
        }
    }

    private void Count(IReadOnlyList<DocumentJudge> judges, List<(Verdict Verdict, int Pass)> verdicts, string id)
    {
        var (last, lastPass) = verdicts[^1];
        if (last.Misfit is { } misfit)
        {
            _tried[_passes[lastPass].First + judges[lastPass].Parts[last.Outcomes.Count].Start + misfit.Operation].Misfit(misfit, id);
            if (misfit.Policy == OnError.Fail)
            {
                _failing++;
                return;
            }

            _quarantined++;
        }

        foreach (var (verdict, pass) in verdicts)
        {
            foreach (var (outcome, part) in verdict.Outcomes.Zip(judges[pass].Parts))
            {
                var first = _passes[pass].First + part.Start;
                for (var i = 0; i < outcome.Results.Count; i++)
                {
                    if (outcome.Results[i] == ReshapeResult.Changed)
                    {
                        _tried[first + i].Changed();
                    }
                }

                foreach (var left in outcome.Left ?? [])
                {
                    _tried[first + left.Operation].Misfit(left, id);
                }
            }
        }
    }
}
