namespace DocMigrate.DryRuns;

/// <summary>A value of an example before and after. Its JSON names are stable.</summary>
/// <param name="Path">Where.</param>
/// <param name="Before">The value now, as JSON text that is cut where it is long; null when there is none.</param>
/// <param name="After">The value that it would be, likewise.</param>
public sealed record DryRunChange(string Path, string? Before, string? After);
