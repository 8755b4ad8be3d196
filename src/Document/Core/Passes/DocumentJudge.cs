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
        var outcomes = new List<ReshapeOutcome>();
        var result = document;
        for (var i = from; i < Parts.Count; i++)
        {
            var part = Parts[i];
            var outcome = Apply(_pipelines.For(i, document), part, result, id, kept);
            if (outcome.Misfit is { } misfit)
            {
                return new Verdict(result, from, outcomes) { Misfit = misfit, MisfitOf = pass.Operations[part.Start + misfit.Operation] };
            }

            outcomes.Add(outcome);
            result = outcome.Document;
        }

        return new Verdict(result, from, outcomes);
    }

    private ReshapeOutcome Apply(ReshapePipeline pipeline, PassPart part, JObject document, object id, IReadOnlyList<IReadOnlyList<KeptValue>>? kept)
    {
        try
        {
            return pipeline.Apply(document, kept is null ? null : i => kept[part.Start + i]);
        }
        catch (DataException error)
        {
            throw new DataException(
                error.Code, $"Collection '{pass.Collection}', _id {Convert.ToString(id, CultureInfo.InvariantCulture)}: {error.Message}", error.Remedy, error);
        }
    }
}
