using DocMigrate.Document.Values;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>What preflight found is to become of a document.</summary>
/// <param name="Key">The document's place.</param>
/// <param name="Fingerprint">The document's <see cref="DocumentContent.Fingerprint"/>.</param>
/// <param name="Counts">What is done to it, for each part of the pass.</param>
internal sealed record SpooledVerdict(DocumentKey Key, UInt128 Fingerprint, StepCounts[] Counts)
{
    /// <summary>What is written; null when there is nothing to write.</summary>
    public ReplayedDocument? Written { get; init; }

    /// <summary>The place of the operation among those of the pass that the document does not fit, and is listed for; null when it is not.</summary>
    public int? Misfit { get; init; }

    /// <summary>Where it does not fit.</summary>
    public DocumentPath Path { get; init; } = DocumentPath.Root;

    /// <summary>Why it does not fit; empty where it does.</summary>
    public string Reason { get; init; } = "";

    /// <summary>As a judge has it.</summary>
    /// <param name="stored">The document, as it was when it was judged.</param>
    /// <param name="judge">Who judged it.</param>
    public JudgedDocument For(PassDocument stored, PassJudge judge) => new(stored, Counts)
    {
        Reshaped = Written is null ? null : new ReshapedDocument
        {
            Stored = stored,
            Change = Written.Changes ? DocumentChange.Of(stored.Content, Written.Set, Written.Removed) : null,
            Kept = Written.Kept,
        },
        Quarantined = Misfit is { } operation ? judge.Quarantine(stored, judge.Pass.Operations[operation], Path, Reason) : null,
    };
}
