using System.Diagnostics;
using DocMigrate.Running;

namespace DocMigrate.Hosting.Telemetry;

/// <summary>A step that has begun and not ended.</summary>
/// <param name="Started">Which.</param>
/// <param name="Span">Its span; null when nobody listens.</param>
/// <param name="StartedAt">The clock's timestamp then.</param>
internal sealed record StepSpan(StepStartedEvent Started, Activity? Span, long StartedAt)
{
    /// <summary>What stopped it; null when nothing did yet.</summary>
    public StepFailedEvent? Failure { get; init; }
}
