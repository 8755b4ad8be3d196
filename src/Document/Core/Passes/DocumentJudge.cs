using System.Globalization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>Says what a pass makes of a document: its parts one after the other, as far as the document fits. Thread-safe, as far as a transform's code is.</summary>
/// <param name="pass">The pass.</param>
/// <param name="keyOrder">The order in which the store has keys; null where it keeps the one that they were written in.</param>
internal sealed class DocumentJudge(ReshapePass pass, IComparer<string>? keyOrder)
{
    private readonly PartPipelines _pipelines = new(pass, PassPart.Of(pass), keyOrder);

    /// <summary>The parts of the pass, in the order of execution.</summary>
    public IReadOnlyList<PassPart> Parts { get; } = PassPart.Of(pass);

    /// <summary>What becomes of a document.</summary>
    /// <param name="document">The document; never changed.</param>
    /// <param name="id">Its id.</param>
    /// <param name="kept">What the opposite direction kept of it, for each operation of the pass; null when it kept nothing.</param>
    /// <param name="from">With which part it begins.</param>
    /// <exception cref="DataException">The code of a transform is missing, or failed.</exception>
    public Verdict Judge(JObject document, object id, IReadOnlyList<IReadOnlyList<KeptValue>>? kept, int from = 0)
    {
        var before = new TreePreImage(document);
        var verdict = Judge(before.Read(), before, id, kept, from);
        return verdict.Changed ? verdict : verdict with { Document = document };
    }

    /// <summary>The same with a document that may be changed.</summary>
    /// <param name="document">What may be changed.</param>
    /// <param name="before">The document as it is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="kept">What the opposite direction kept of it, for each operation of the pass; null when it kept nothing.</param>
    /// <param name="from">With which part it begins.</param>
    /// <returns>Where it is not <see cref="Verdict.Changed"/>, the document in it is of no use.</returns>
    /// <exception cref="DataException">The code of a transform is missing, or failed.</exception>
    public Verdict Judge(JObject document, IPreImage before, object id, IReadOnlyList<IReadOnlyList<KeptValue>>? kept, int from)
    {
        var outcomes = new List<ReshapeOutcome>();
        var (result, changed) = (document, false);
        var pipelines = _pipelines.For(document);
        for (var i = from; i < Parts.Count; i++)
        {
            var part = Parts[i];
            var outcome = Apply(pipelines[i], part, result, changed ? null : before, id, kept);
            if (outcome.Misfit is { } misfit)
            {
                return new Verdict(result, from, outcomes) { Misfit = misfit, MisfitOf = pass.Operations[part.Start + misfit.Operation] };
            }

            outcomes.Add(outcome);
            result = outcome.Document;
            changed |= outcome.Changed;
        }

        return new Verdict(result, from, outcomes);
    }

    /// <summary>What a part makes of a document, which is changed itself where it is known how it was before.</summary>
    private ReshapeOutcome Apply(ReshapePipeline pipeline, PassPart part, JObject document, IPreImage? before, object id, IReadOnlyList<IReadOnlyList<KeptValue>>? kept)
    {
        try
        {
            Func<int, IReadOnlyList<KeptValue>>? restored = kept is null ? null : i => kept[part.Start + i];
            return before is null ? pipeline.Apply(document, restored) : pipeline.ApplyInPlace(document, before, restored);
        }
        catch (DataException error)
        {
            throw new DataException(
                error.Code, $"Collection '{pass.Collection}', _id {Convert.ToString(id, CultureInfo.InvariantCulture)}: {error.Message}", error.Remedy, error);
        }
    }
}
