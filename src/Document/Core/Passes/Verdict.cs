using DocMigrate.Document.Reshaping;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>What a pass makes of a document.</summary>
/// <param name="Document">The document after all parts that it fits.</param>
/// <param name="From">The part that it began with.</param>
/// <param name="Outcomes">What each part did, from that one on, as far as it fits.</param>
internal sealed record Verdict(JObject Document, int From, IReadOnlyList<ReshapeOutcome> Outcomes)
{
    /// <summary>Whether a part changed it; later ones may have undone that.</summary>
    public bool Changed => Outcomes.Any(static outcome => outcome.Changed);

    /// <summary>Why it does not fit the part after the last outcome; null when it fits all.</summary>
    public Misfit? Misfit { get; init; }

    /// <summary>The operation that it does not fit, where there is a <see cref="Misfit"/>.</summary>
    public PassOperation? MisfitOf { get; init; }
}
