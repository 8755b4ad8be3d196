namespace DocMigrate.Hosting;

/// <summary>The names under which traces and metrics are subscribed to.</summary>
public static class DocMigrateTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/> and of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Name = "DocMigrate";
}
