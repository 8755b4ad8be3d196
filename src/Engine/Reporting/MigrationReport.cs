using System.Text.Json.Serialization;
using DocMigrate.History;

namespace DocMigrate.Engine.Reporting;

/// <summary>Where a migration stands, as <c>showmigrations --json</c> prints it. Its JSON names are stable.</summary>
public sealed record MigrationReport
{
    /// <summary>The module.</summary>
    public required string Module { get; init; }

    /// <summary>The name in the module.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required MigrationStatus Status { get; init; }

    /// <summary>Where it stands on each store that it touches.</summary>
    public required ValueList<StoreReport> Stores { get; init; }

    /// <summary>When it became applied, in UTC; null when it is not.</summary>
    public required DateTimeOffset? AppliedAt { get; init; }

    /// <summary>How many documents its last run left behind, because others wrote them meanwhile. Left out of the JSON when 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Late { get; init; }

    /// <summary>Whether only the ledger knows it: its code is gone. Left out of the JSON when false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotInCode { get; init; }

    /// <summary>Whether its code was changed after it was applied. Left out of the JSON when false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Edited { get; init; }

    /// <summary>The migrations that it replaces, <c>module.name</c>; null, and left out of the JSON, for one that is no squash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? Replaces { get; init; }
}
