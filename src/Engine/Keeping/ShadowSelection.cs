namespace DocMigrate.Engine.Keeping;

/// <summary>What of that which is kept aside.</summary>
public sealed record ShadowSelection
{
    /// <summary>Only in this store; null for all.</summary>
    public string? Store { get; init; }

    /// <summary>Only for migrations of this module; null for all.</summary>
    public string? Module { get; init; }

    /// <summary>Only for the migrations of the module whose names begin so; null for all.</summary>
    public string? Name { get; init; }

    /// <summary>Only for migrations that were last run longer ago than this; null for all. What the history does not know counts as old.</summary>
    public TimeSpan? OlderThan { get; init; }

    internal bool Includes(ShadowReport report, DateTimeOffset now)
    {
        var id = MigrationId.Parse(report.Migration);
        return (Module is null || id.Module == Module)
            && (Name is null || id.Name.StartsWith(Name, StringComparison.Ordinal))
            && (OlderThan is null || report.Since is not { } since || now - since > OlderThan);
    }
}
