namespace DocMigrate.Faults.Modes;

/// <summary>What a trial is to do.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Kills">How often to kill.</param>
/// <param name="Point">The point that the first kill is to hit; null for any.</param>
internal sealed record TrialPlan(int Number, int Kills, string? Point);
