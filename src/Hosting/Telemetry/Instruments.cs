using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace DocMigrate.Hosting.Telemetry;

/// <summary>What an application measures: one for all its runs. Names and units follow the semantic conventions of OpenTelemetry. Thread-safe.</summary>
internal sealed class Instruments : IDisposable
{
    // From a step that only writes a row to a pass of an hour.
    private static readonly InstrumentAdvice<double> Buckets =
        new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600] };

    private readonly Meter _meter;

    /// <param name="meters">The application's factory, which disposes what it makes; null when it has none.</param>
    public Instruments(IMeterFactory? meters)
    {
        var version = typeof(Instruments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        Source = new ActivitySource(DocMigrateTelemetry.Name, version);
        var options = new MeterOptions(DocMigrateTelemetry.Name) { Version = version };
        _meter = meters?.Create(options) ?? new Meter(options);
        RunDuration = _meter.CreateHistogram("docmigrate.run.duration", "s", "How long runs took, the wait for the lock included.", tags: null, Buckets);
        StepDuration = _meter.CreateHistogram("docmigrate.step.duration", "s", "How long the steps of migrations took.", tags: null, Buckets);
        LockWaitDuration = _meter.CreateHistogram(
            "docmigrate.lock.wait.duration", "s", "How long runs waited for another one that held the lock.", tags: null, Buckets);
        Scanned = _meter.CreateCounter<long>("docmigrate.documents.scanned", "{document}", "Documents or rows that steps looked at.");
        Changed = _meter.CreateCounter<long>("docmigrate.documents.changed", "{document}", "Documents or rows that steps changed.");
        Quarantined = _meter.CreateCounter<long>(
            "docmigrate.documents.quarantined", "{document}", "Documents that were left as they were because an operation could not convert them.");
    }

    public ActivitySource Source { get; }

    public Histogram<double> RunDuration { get; }

    public Histogram<double> StepDuration { get; }

    public Histogram<double> LockWaitDuration { get; }

    public Counter<long> Scanned { get; }

    public Counter<long> Changed { get; }

    public Counter<long> Quarantined { get; }

    public void Dispose()
    {
        Source.Dispose();
        _meter.Dispose();
    }
}
