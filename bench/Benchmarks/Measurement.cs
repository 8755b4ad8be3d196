namespace DocMigrate.Benchmarks;

/// <summary>What a child process measured of itself.</summary>
internal sealed record Measurement(double Seconds, double PeakMegabytes, double PreflightSeconds, IReadOnlyList<Part> Parts, ServerWork? Work);
