using System.Runtime.ExceptionServices;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>What is to become of a document.</summary>
/// <param name="Stored">The document.</param>
/// <param name="Counts">What is done to it, for each part of the pass.</param>
internal sealed record JudgedDocument(PassDocument Stored, StepCounts[] Counts)
{
    /// <summary>It is written, as far as it fits; null when there is nothing to write.</summary>
    public ReshapedDocument? Reshaped { get; init; }

    /// <summary>It is put on the quarantine list; null when it is not.</summary>
    public QuarantineEntry? Quarantined { get; init; }

    /// <summary>It does not fit, and the policy is to fail: what is said about it.</summary>
    public string? Misfit { get; init; }

    /// <summary>The operation that it does not fit, where there is a <see cref="Misfit"/>.</summary>
    public PassOperation? MisfitOf { get; init; }

    /// <summary>The pass can't go on.</summary>
    public ExceptionDispatchInfo? Fault { get; init; }
}
