using System.Text.Json.Serialization;

namespace DocMigrate.Document.Drift;

/// <summary>How far a collection is from what the applied migrations made.</summary>
internal sealed record CollectionDrift
{
    public required string Store { get; init; }

    public required string Collection { get; init; }

    public required bool Drifted { get; init; }

    /// <summary>Whether a migration made it.</summary>
    public required bool InState { get; init; }

    public required bool InStore { get; init; }

    /// <summary>How many documents there are.</summary>
    public required long Documents { get; init; }

    /// <summary>How many of them are of the shape that the applied migrations made.</summary>
    public required long Current { get; init; }

    /// <summary>Documents of an earlier shape.</summary>
    public ValueList<DriftVersion> Behind { get; init; } = [];

    /// <summary>Documents of the shape that a pending migration would make.</summary>
    public ValueList<DriftVersion> Ahead { get; init; } = [];

    /// <summary>Documents that are on the quarantine list. They are in no other number.</summary>
    public required DriftCount Quarantined { get; init; }

    /// <summary>Documents that are like no shape of the history.</summary>
    public required DriftCount Unknown { get; init; }

    /// <summary>Documents that can't be read.</summary>
    public required DriftCount Unreadable { get; init; }

    /// <summary>What is not as it should be in those that are behind, ahead or unknown; the most common first.</summary>
    public ValueList<DriftPath> Paths { get; init; } = [];

    /// <summary>How many more of <see cref="Paths"/> there are than are listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long MorePaths { get; init; }

    public ValueList<DriftIndex> Indexes { get; init; } = [];
}
