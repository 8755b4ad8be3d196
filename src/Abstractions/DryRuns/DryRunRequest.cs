using DocMigrate.Running;

namespace DocMigrate.DryRuns;

/// <summary>What a store is to try. Immutable.</summary>
public sealed record DryRunRequest
{
    /// <summary>How many documents of each collection are tried when nobody says.</summary>
    public const int DefaultSample = 1000;

    /// <summary>The store's steps of the plan in the order of execution: those that a run would do together stand together.</summary>
    public required IReadOnlyList<IReadOnlyList<StepMember>> Steps { get; init; }

    /// <summary>How many documents of each collection are tried at most, spread over all and over the kinds of them; null for all. Default 1,000.</summary>
    public int? Sample { get; init; } = DefaultSample;
}
