namespace DocMigrate.Engine.Repairing;

/// <summary>What a repair did, or would do. Its JSON names are stable.</summary>
/// <param name="Done">Whether it was done; false for a dry run, and when there was nothing to do.</param>
/// <param name="Changes">The changes in order; empty when ledger and stores fit.</param>
/// <param name="Next">What to do after it, for a person; null when nothing is left to do.</param>
public sealed record RepairReport(bool Done, ValueList<RepairChange> Changes, string? Next);
