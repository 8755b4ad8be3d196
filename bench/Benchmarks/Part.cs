namespace DocMigrate.Benchmarks;

/// <summary>One figure of several that a scenario takes by itself.</summary>
/// <param name="Name">What was measured; the same on both sides.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="AllocatedMb">How much memory was allocated.</param>
internal sealed record Part(string Name, double Seconds, double AllocatedMb);
