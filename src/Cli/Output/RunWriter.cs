using DocMigrate.Cli.Commands;
using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Running;
using DocMigrate.Locking;
using DocMigrate.Running;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes a run as it goes: one line for each migration, and its progress on a line that is written over, or now and then where none can be.</summary>
internal sealed class RunWriter(Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);
    private readonly List<string> _stores = [];
    private readonly List<string> _counts = [];
    private readonly ProgressRate _rate = new(time);
    private MigrationId? _migration;
    private Direction _direction;
    private TimeSpan _worked;
    private long _lastLine;
    private LockHolder? _waitedFor;
    private bool _headed;
    private bool _statusShown;

    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case LockWaitEvent wait:
                Wait(wait);
                break;
            case PreflightEvent preflight:
                Status($"Checking {preflight.Subject} in {preflight.Store}");
                break;
            case StepStartedEvent started:
                Begin(started);
                break;
            case OperationStartedEvent operation when terminal.Verbosity >= Verbosity.Detailed:
                Line(text => text.MarkupLineInterpolated($"    [grey]{operation.Store}: {operation.Description}[/]"));
                break;
            case OperationStartedEvent operation:
                Status($"{Head()} {operation.Description}");
                break;
            case ProgressEvent progress:
                Progress(progress);
                break;
            case PausedEvent { File: { } file, Waited.Ticks: 0 }:
                Line(text => text.MarkupLineInterpolated($"  [grey]Paused, as long as {file} exists.[/]"));
                break;
            case StepCompletedEvent completed:
                Complete(completed);
                break;
            case MigrationCompletedEvent completed:
                Finish(completed.Migration, completed.Direction, text => text.MarkupLineInterpolated($" [green]{(completed.Faked ? "FAKED" : "OK")}[/]{(_worked == TimeSpan.Zero ? "" : $" ({Words.Of(_worked)})")}"));
                break;
            case StepFailedEvent failed:
                Finish(failed.Migration, failed.Direction, text => text.MarkupLineInterpolated($" [red]{(failed.Cancelled ? "STOPPED" : "FAILED")}[/]"));
                break;
            case WarningEvent warning:
                Line(_ => terminal.Warn(warning.Message));
                break;
        }
    }

    /// <summary>Takes a progress line away that nothing followed.</summary>
    public void End() => ClearStatus();

    public static void WriteResult(IAnsiConsole text, RunResult result)
    {
        foreach (var squash in result.Recorded ?? [])
        {
            text.MarkupLineInterpolated($"Recorded {squash} as applied: all that it replaces is applied.");
        }

        if (result is { IsEmpty: true, Recorded: null })
        {
            text.WriteLine("No migrations to apply.");
        }
    }

    // Who is waited for is said once and for all; how far that one is, on the line that is written over, or now and then.
    private void Wait(LockWaitEvent wait)
    {
        var line = $"Waiting for {HolderText.Of(wait.Holder, wait.State)}";
        if (!wait.Holder.IsSameHolding(_waitedFor) || (!terminal.CanRewrite && time.GetElapsedTime(_lastLine) >= BetweenLines))
        {
            _waitedFor = wait.Holder;
            _lastLine = time.GetTimestamp();
            ClearStatus();
            terminal.Note(line);
        }
        else
        {
            Status(line);
        }
    }

    private void Begin(StepStartedEvent started)
    {
        Use(started.Migration, started.Direction);
        _stores.Add(started.Store);
        _lastLine = time.GetTimestamp();
        _rate.Reset();
        if (started.Resumed)
        {
            Line(text => text.MarkupLineInterpolated($"  [grey]{started.Migration} on {started.Store} was begun before and goes on from there.[/]"));
        }

        if (started.Pass.Count > 0 && started.Migration == started.Pass[0])
        {
            Line(text => text.MarkupLineInterpolated($"  [grey]One pass over the documents: {string.Join(", ", started.Pass)}[/]"));
        }

        Status(Head());
    }

    private void Use(MigrationId migration, Direction direction)
    {
        if (_migration == migration)
        {
            return;
        }

        (_migration, _direction, _worked) = (migration, direction, TimeSpan.Zero);
        _stores.Clear();
        _counts.Clear();
    }

    private void Complete(StepCompletedEvent completed)
    {
        _worked += completed.Duration;
        if (Words.Of(completed.Counts) is { Length: > 0 } counts)
        {
            _counts.Add($"{completed.Store}: {counts}");
        }
    }

    private void Progress(ProgressEvent progress)
    {
        var line = $"{Head()} {_rate.Describe(progress)}";
        if (terminal.CanRewrite)
        {
            Status(line);
        }
        else if (time.GetElapsedTime(_lastLine) >= BetweenLines)
        {
            _lastLine = time.GetTimestamp();
            Line(text => text.WriteLine(line));
        }
    }

    private void Finish(MigrationId migration, Direction direction, Action<IAnsiConsole> outcome) => Line(text =>
    {
        Use(migration, direction);
        text.Write(new Text(Head() + (_stores.Count == 0 ? "..." : "")));
        outcome(text);
        foreach (var counts in _counts)
        {
            text.MarkupLineInterpolated($"    [grey]{counts}[/]");
        }

        _migration = null;
    });

    private string Head()
    {
        var verb = _direction == Direction.Forward ? "Applying" : "Unapplying";
        return _stores.Count == 0 ? $"  {verb} {_migration}" : $"  {verb} {_migration} [{string.Join(", ", _stores)}]...";
    }

    private void Line(Action<IAnsiConsole> write)
    {
        if (terminal.Verbosity == Verbosity.Quiet)
        {
            return;
        }

        ClearStatus();
        if (!_headed)
        {
            _headed = true;
            terminal.Text.WriteLine("Running migrations:");
        }

        write(terminal.Text);
    }

    private void Status(string line)
    {
        if (!terminal.CanRewrite || terminal.Verbosity == Verbosity.Quiet)
        {
            return;
        }

        ClearStatus();
        var width = Math.Max(20, terminal.Text.Profile.Width - 1);
        terminal.Text.Profile.Out.Writer.Write(line.Length > width ? line[..width] : line);
        terminal.Text.Profile.Out.Writer.Flush();
        _statusShown = true;
    }

    // Back to the start of the line, and erase it (ECMA-48: EL).
    private void ClearStatus()
    {
        if (_statusShown)
        {
            terminal.Text.Profile.Out.Writer.Write("\r\u001b[2K");
            terminal.Text.Profile.Out.Writer.Flush();
            _statusShown = false;
        }
    }
}
