namespace DocMigrate.Engine.Keeping;

/// <summary>What was forgotten. Its JSON names are stable.</summary>
/// <param name="Values">How many values, or rows or documents where those were kept whole.</param>
/// <param name="Purged">What it was.</param>
public sealed record PurgeReport(long Values, ValueList<ShadowReport> Purged);
