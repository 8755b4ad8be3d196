using System.Diagnostics;
using System.Diagnostics.Metrics;
using DocMigrate.Errors;
using DocMigrate.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DocMigrate.Hosting.Tests;

public sealed class TelemetryTests : IDisposable
{
    private readonly Application _application = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task A_run_is_a_span_with_one_for_each_migration_and_in_it_one_for_each_step()
    {
        var (spans, root) = await TraceAsync([Application.First, Application.Second]);

        var run = Assert.Single(spans, static span => span.OperationName == "migrate");
        Assert.Equal(root, run.ParentSpanId);
        Assert.Equal("completed", run.GetTagItem("docmigrate.outcome"));
        var migrations = spans.Where(span => span.ParentSpanId == run.SpanId).ToArray();
        Assert.Equal(["apply shop.0001_initial", "apply shop.0002_amount"], migrations.Select(static span => span.OperationName));
        foreach (var migration in migrations)
        {
            var steps = spans.Where(span => span.ParentSpanId == migration.SpanId).ToArray();
            Assert.Equal(["main", "docs"], steps.Select(static step => step.GetTagItem("docmigrate.store")));
            Assert.All(steps, step => Assert.Equal(migration.GetTagItem("docmigrate.migration"), step.GetTagItem("docmigrate.migration")));
            Assert.All(steps, static step => Assert.Equal(ActivityStatusCode.Unset, step.Status));
            Assert.All(steps, static step => Assert.Contains(step.Events, static item => item.Name == "operation"));
        }

        Assert.Equal(7, spans.Count);
    }

    [Fact]
    public async Task What_a_backend_traces_is_a_child_of_its_step()
    {
        await _application.StartAsync(Application.First);
        _application.AddItems(1);
        string? within = null;
        var looking = Application.Define("shop.0002_looking", migration => migration.Documents("docs", "items", c => c.Add("checked", false).Transform(
            "look",
            item =>
            {
                within = Activity.Current?.SpanId.ToString();
                return item;
            },
            static item => item)));

        var (spans, _) = await TraceAsync([Application.First, looking]);

        Assert.Equal(Assert.Single(spans, static span => span.OperationName.EndsWith(" on docs", StringComparison.Ordinal)).SpanId.ToString(), within);
    }

    [Fact]
    public async Task A_failure_marks_step_migration_and_run_with_its_code()
    {
        await _application.StartAsync(Application.First);
        var broken = Application.Define("shop.0002_broken", static migration => migration.Sql("main", static sql => sql.RunSql("SELECT * FROM nowhere", "SELECT 1")));

        var (spans, _) = await TraceAsync([Application.First, broken]);

        Assert.Equal(3, spans.Count);
        Assert.All(spans, static span => Assert.Equal(ActivityStatusCode.Error, span.Status));
        Assert.All(spans, static span => Assert.Matches(@"^DM\d{4}$", (string)span.GetTagItem("error.type")!));
    }

    [Fact]
    public async Task Counts_documents_and_measures_durations_in_seconds()
    {
        await _application.StartAsync(Application.First);
        _application.AddItems(50);
        using var host = _application.Build([Application.First, Application.Second]);
        var measured = new List<(string Name, string? Unit, double Value, Dictionary<string, object?> Tags)>();
        using var listener = Listen(host, measured);

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        var documents = Assert.Single(measured, static item => item.Name == "docmigrate.documents.changed" && Equals(item.Tags["docmigrate.store"], "docs"));
        Assert.Equal(("{document}", 50), (documents.Unit, documents.Value));
        Assert.Equal("shop.0002_amount", documents.Tags["docmigrate.migration"]);
        Assert.Equal("forward", documents.Tags["docmigrate.direction"]);
        Assert.Equal(2, measured.Count(static item => item is { Name: "docmigrate.step.duration", Unit: "s", Value: >= 0 }));
        var run = Assert.Single(measured, static item => item.Name == "docmigrate.run.duration");
        Assert.Equal("completed", run.Tags["docmigrate.outcome"]);
    }

    [Fact]
    public async Task Measures_what_failed_too()
    {
        await _application.StartAsync(Application.First);
        var broken = Application.Define("shop.0002_broken", static migration => migration.Sql("main", static sql => sql.RunSql("SELECT * FROM nowhere", "SELECT 1")));
        using var host = _application.Build([Application.First, broken]);
        var measured = new List<(string Name, string? Unit, double Value, Dictionary<string, object?> Tags)>();
        using var listener = Listen(host, measured);

        var error = await Assert.ThrowsAnyAsync<MigrationException>(() => host.StartAsync(Token));

        Assert.Equal(["docmigrate.step.duration", "docmigrate.run.duration"], measured.Select(static item => item.Name));
        Assert.All(measured, item => Assert.Equal(error.Code.Value, item.Tags["error.type"]));
        Assert.Equal("failed", measured[^1].Tags["docmigrate.outcome"]);
    }

    private static MeterListener Listen(IHost host, List<(string Name, string? Unit, double Value, Dictionary<string, object?> Tags)> measured)
    {
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == DocMigrateTelemetry.Name && instrument.Meter.Scope == meters)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured.Add((instrument.Name, instrument.Unit, value, tags.ToArray().ToDictionary(static tag => tag.Key, static tag => tag.Value)));
    }

    /// <summary>The spans of an application's start, in the order in which they began, and the span that they are in.</summary>
    private async Task<(IReadOnlyList<Activity> Spans, ActivitySpanId Root)> TraceAsync(MigrationDefinition[] migrations)
    {
        using var source = new ActivitySource("DocMigrate.Hosting.Tests");
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = other => other == source || other.Name == DocMigrateTelemetry.Name,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var root = source.StartActivity("test")!;
        try
        {
            await _application.StartAsync(migrations);
        }
        catch (MigrationException)
        {
            Assert.Contains(20, _application.Logs.Ids);
        }

        Assert.Same(root, Activity.Current);
        lock (spans)
        {
            return ([.. spans.Where(span => span.TraceId == root.TraceId).OrderBy(static span => span.StartTimeUtc)], root.SpanId);
        }
    }
}
