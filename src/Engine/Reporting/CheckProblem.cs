using System.Text.Json.Serialization;

namespace DocMigrate.Engine.Reporting;

/// <summary>Something that <c>check</c> found.</summary>
public sealed record CheckProblem
{
    /// <summary>What kind.</summary>
    public required CheckProblemKind Kind { get; init; }

    /// <summary>The migration, <c>module.name</c>; null when it is about none.</summary>
    public string? Migration { get; init; }

    /// <summary>The store; null when it is about none.</summary>
    public string? Store { get; init; }

    /// <summary>What was found; full sentences.</summary>
    public required string Message { get; init; }

    /// <summary>What to do.</summary>
    public required string Remedy { get; init; }

    /// <summary>What was changed in an applied migration since, when that is the problem; else null, and left out of JSON.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<OperationChange>? Changes { get; init; }
}
