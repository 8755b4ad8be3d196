using System.Text.Json.Serialization;

namespace DocMigrate.DryRuns;

/// <summary>What one operation would do. Its JSON names are stable.</summary>
public sealed record DryRunOperation
{
    /// <summary>Whose, <c>module.name</c>.</summary>
    public required string Migration { get; init; }

    /// <summary>Applied or undone.</summary>
    public required Direction Direction { get; init; }

    /// <summary>What is run, in words.</summary>
    public required string Description { get; init; }

    /// <summary>Why it was not tried, or need not be; null, and left out of JSON, when it was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotTried { get; init; }

    /// <summary>How many documents of the sample it would change.</summary>
    public long Changed { get; init; }

    /// <summary>How many do not fit it, so that the run would stop.</summary>
    public long Failing { get; init; }

    /// <summary>How many it would put on the quarantine list.</summary>
    public long Quarantined { get; init; }

    /// <summary>How many do not fit it and would be left as they are.</summary>
    public long Left { get; init; }

    /// <summary>Why documents do not fit, the most common first; a few.</summary>
    public ValueList<DryRunMisfit> Misfits { get; init; } = [];
}
