using System.Diagnostics;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Hosting.Telemetry;

/// <summary>Makes spans and measurements of one run: a span for the run, in it one for each migration, in it one for each step.</summary>
/// <remarks>
/// A step's span is the current one while its backend works, so that the spans of a database driver are its children. The end of a step is
/// told from another method, in which another span is current and must stay so.
/// </remarks>
internal sealed class RunTelemetry : IRunObserver, IDisposable
{
    private readonly Instruments _instruments;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Activity? _run;
    private readonly Dictionary<string, StepSpan> _steps = new(StringComparer.Ordinal);
    private Activity? _migration;
    private MigrationId? _current;
    private string _outcome = "completed";
    private string? _error;
    private TimeSpan? _waited;

    /// <summary>Begins the run's span, which becomes the current one.</summary>
    public RunTelemetry(Instruments instruments, TimeProvider time)
    {
        _instruments = instruments;
        _time = time;
        _started = time.GetTimestamp();
        _run = instruments.Source.StartActivity("migrate");
    }

    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case LockWaitEvent wait:
                Wait(wait);
                break;
            case StepStartedEvent started:
                StartStep(started);
                break;
            case OperationStartedEvent operation:
                Find(operation.Store)?.AddEvent(new ActivityEvent("operation", tags: new ActivityTagsCollection { [Tags.Message] = operation.Description }));
                break;
            case WarningEvent warning:
                _run?.AddEvent(new ActivityEvent("warning", tags: new ActivityTagsCollection { [Tags.Message] = warning.Message }));
                break;
            case StepCompletedEvent completed:
                CompleteStep(completed);
                break;
            case StepFailedEvent failed:
                FailStep(failed);
                break;
            case MigrationCompletedEvent:
                EndMigration();
                break;
        }
    }

    /// <summary>The run ended as it should.</summary>
    public void Succeeded(RunResult result)
    {
        _outcome = result.IsEmpty ? "nothing" : "completed";
        Count(_run, result.Counts);
    }

    /// <summary>The run was stopped.</summary>
    public void Failed(Exception error)
    {
        (_outcome, _error) = error switch
        {
            OperationCanceledException => ("cancelled", null),
            MigrationException known => ("failed", known.Code.Value),
            _ => ("failed", error.GetType().FullName),
        };
        if (_error is not null)
        {
            Fail(_run, _error, error.Message);
        }

        // What failed has a span, which was told the text; only here is its code known.
        foreach (var step in _steps.Values.Where(static step => step.Failure is not null))
        {
            EndStep(step, step.Failure!.Cancelled ? null : _error ?? "_OTHER");
        }
    }

    /// <summary>Ends all spans, and measures the run.</summary>
    public void Dispose()
    {
        EndMigration();
        _run?.SetTag(Tags.Outcome, _outcome);
        if (_waited is { } waited)
        {
            _run?.SetTag(Tags.LockWaited, waited.TotalSeconds);
            _instruments.LockWaitDuration.Record(waited.TotalSeconds);
        }

        _run?.Dispose();
        var tags = new TagList { { Tags.Outcome, _outcome } };
        if (_error is not null)
        {
            tags.Add(Tags.ErrorType, _error);
        }

        _instruments.RunDuration.Record(_time.GetElapsedTime(_started).TotalSeconds, tags);
    }

    private void Wait(LockWaitEvent wait)
    {
        if (_waited is null)
        {
            _run?.AddEvent(new ActivityEvent("waiting for the lock", tags: new ActivityTagsCollection { [Tags.Message] = wait.Holder.ToString() }));
        }

        // Several databases may be waited for, one after the other; each counts from when it was come to.
        _waited = _waited is { } before && wait.Waited < before ? before : wait.Waited;
    }

    private void StartStep(StepStartedEvent started)
    {
        if (_current != started.Migration)
        {
            EndMigration();
            _current = started.Migration;
            Activity.Current = _run ?? Activity.Current;
            _migration = _instruments.Source.StartActivity($"{Verb(started.Direction)} {started.Migration}");
            _migration?.SetTag(Tags.Migration, started.Migration.ToString());
            _migration?.SetTag(Tags.Direction, Tags.Of(started.Direction));
        }

        Activity.Current = _migration ?? Activity.Current;
        var span = _instruments.Source.StartActivity($"{Verb(started.Direction)} {started.Migration} on {started.Store}");
        span?.SetTag(Tags.Migration, started.Migration.ToString());
        span?.SetTag(Tags.Store, started.Store);
        span?.SetTag(Tags.Direction, Tags.Of(started.Direction));
        span?.SetTag(Tags.Resumed, started.Resumed);
        _steps[started.Store] = new StepSpan(started, span, _time.GetTimestamp());
    }

    private void CompleteStep(StepCompletedEvent completed)
    {
        if (!_steps.Remove(completed.Store, out var step))
        {
            return;
        }

        Count(step.Span, completed.Counts);

        // The event comes when the transaction is committed, which other steps may share; the step itself took as long as it says.
        step.Span?.SetEndTime(step.Span.StartTimeUtc + completed.Duration);
        Stop(step.Span);
        var tags = TagsOf(step.Started);
        _instruments.StepDuration.Record(completed.Duration.TotalSeconds, tags);
        _instruments.Scanned.Add(completed.Counts.Scanned, tags);
        _instruments.Changed.Add(completed.Counts.Changed, tags);
        _instruments.Quarantined.Add(completed.Counts.Quarantined, tags);
    }

    private void FailStep(StepFailedEvent failed)
    {
        if (_steps.TryGetValue(failed.Store, out var step))
        {
            _steps[failed.Store] = step with { Failure = failed };
        }
    }

    private void EndStep(StepSpan step, string? error)
    {
        _steps.Remove(step.Started.Store);
        var tags = TagsOf(step.Started);
        if (error is not null)
        {
            Fail(step.Span, error, step.Failure?.Error);
            Fail(_migration, error, step.Failure?.Error);
            tags.Add(Tags.ErrorType, error);
        }

        Stop(step.Span);
        _instruments.StepDuration.Record(_time.GetElapsedTime(step.StartedAt).TotalSeconds, tags);
    }

    // Steps that are still open were taken back with the transaction that they shared with one that failed.
    private void EndMigration()
    {
        foreach (var step in _steps.Values)
        {
            step.Span?.SetTag(Tags.Outcome, "rolled back");
            Stop(step.Span);
        }

        _steps.Clear();
        Stop(_migration);
        _migration = null;
        _current = null;
    }

    private Activity? Find(string store) => _steps.GetValueOrDefault(store)?.Span;

    private static void Stop(Activity? span)
    {
        var current = Activity.Current;
        span?.Dispose();
        Activity.Current = current == span ? span?.Parent : current;
    }

    private static void Fail(Activity? span, string error, string? text)
    {
        span?.SetStatus(ActivityStatusCode.Error, text);
        span?.SetTag(Tags.ErrorType, error);
    }

    private static void Count(Activity? span, StepCounts counts)
    {
        span?.SetTag(Tags.Scanned, counts.Scanned);
        span?.SetTag(Tags.Changed, counts.Changed);
        span?.SetTag(Tags.Quarantined, counts.Quarantined);
    }

    private static TagList TagsOf(StepStartedEvent step) => new()
    {
        { Tags.Migration, step.Migration.ToString() },
        { Tags.Store, step.Store },
        { Tags.Direction, Tags.Of(step.Direction) },
    };

    private static string Verb(Direction direction) => direction == Direction.Forward ? "apply" : "undo";
}
