using System.Text.Json.Serialization;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>What a run did. Immutable.</summary>
public sealed record RunResult
{
    /// <summary>The migrations that became applied, in order.</summary>
    public ValueList<MigrationId> Applied { get; init; } = [];

    /// <summary>The migrations that were undone, in order.</summary>
    public ValueList<MigrationId> RolledBack { get; init; } = [];

    /// <summary>The squashes that were recorded as applied, because all that they replace is; null, and left out of JSON, when there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<MigrationId>? Recorded { get; init; }

    /// <summary>What was done to the data of all stores.</summary>
    public StepCounts Counts { get; init; } = StepCounts.Zero;

    /// <summary>How long it took, the wait for the lock included.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What a person should know; full sentences.</summary>
    public ValueList<string> Warnings { get; init; } = [];

    /// <summary>Whether it was only recorded, and no operation run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Faked { get; init; }

    /// <summary>Whether there was nothing to do.</summary>
    public bool IsEmpty => Applied.Count == 0 && RolledBack.Count == 0;
}
