using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>The pipelines of a pass's parts.</summary>
/// <remarks>
/// A document whose stamp says that a part is done, because a newer program wrote it while the pass was under way, is not given to the operations of the part that can't tell
/// old from new: they would do it twice. Those that can are given it all the same: an older program that keeps fields which it does not know writes the old shape under the new stamp.
/// </remarks>
internal sealed class PartPipelines
{
    private readonly ReshapePipeline[] _pipelines;
    private readonly ReshapePipeline[] _again;
    private readonly (string Field, string Stamp)?[] _stamps;
    private readonly bool _stamped;

    /// <param name="pass">The pass.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="keyOrder">The order in which the store has keys; null where it keeps the one that they were written in.</param>
    public PartPipelines(ReshapePass pass, IReadOnlyList<PassPart> parts, IComparer<string>? keyOrder)
    {
        var chains = parts.Select(part => pass.Chain.Skip(part.Start).Take(part.Count).ToList()).ToList();
        _pipelines = [.. chains.Select(chain => new ReshapePipeline(chain, keyOrder: keyOrder) { KeepsOrder = pass.KeepsOrder })];
        _again = [.. chains.Select(chain => new ReshapePipeline([.. chain.Select(static operation => operation.Disjoint ? operation : Nothing(operation))], keyOrder: keyOrder) { KeepsOrder = pass.KeepsOrder })];
        _stamps = [.. chains.Select(static chain => chain.OfType<StampDocumentsOperation>().LastOrDefault() is { Stamp: { } stamp } last ? (last.Field, stamp) : ((string, string)?)null)];
        _stamped = Array.Exists(_stamps, static stamp => stamp is not null);
    }

    /// <summary>What each part does with a document.</summary>
    /// <param name="stored">The document as it is stored, before all parts.</param>
    public IReadOnlyList<ReshapePipeline> For(JObject stored) => _stamped ? ForStamped(stored) : _pipelines;

    private ReshapePipeline[] ForStamped(JObject stored)
    {
        var done = Array.FindLastIndex(_stamps, stamp => Bears(stored, stamp)) + 1;
        return done == 0 ? _pipelines : [.. _again[..done], .. _pipelines[done..]];
    }

    private static bool Bears(JObject document, (string Field, string Stamp)? stamp) =>
        stamp is { } known && document.Property(known.Field, StringComparison.Ordinal)?.Value is JValue { Value: string present } && present == known.Stamp;

    private static ReshapeOperation Nothing(ReshapeOperation operation) => new DeclareFieldOperation { Collection = operation.Collection, Path = DocumentPath.Of("_id") };
}
