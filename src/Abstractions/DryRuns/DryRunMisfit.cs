namespace DocMigrate.DryRuns;

/// <summary>Documents that do not fit an operation, for one reason. Its JSON names are stable.</summary>
/// <param name="Path">Where.</param>
/// <param name="Reason">Why.</param>
/// <param name="Outcome">What the operation's policy does with them.</param>
/// <param name="Documents">How many of the sample.</param>
/// <param name="Samples">The ids of some.</param>
public sealed record DryRunMisfit(string Path, string Reason, DryRunOutcome Outcome, long Documents, ValueList<string> Samples);
