using System.Globalization;
using DocMigrate;
using DocMigrate.Running;

namespace Shop.Demo;

/// <summary>Shows a run as it goes.</summary>
internal sealed class ProgressPrinter(Screen screen) : IRunObserver
{
    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case PreflightEvent preflight:
                screen.Progress($"looking at {preflight.Subject} in {preflight.Store}");
                break;
            case ProgressEvent { Total: > 0 } progress:
                screen.Progress($"{progress.Subject}: {progress.Done:N0} of {progress.Total:N0} ({progress.Done * 100 / progress.Total} %)");
                break;
            case StepCompletedEvent step:
                var arrow = step.Direction == Direction.Forward ? "→" : "←";
                screen.Good(string.Create(
                    CultureInfo.InvariantCulture, $"{arrow} {step.Migration.Name,-24} {step.Store,-8} {step.Duration.TotalSeconds,6:0.00} s  {Describe(step.Counts)}").TrimEnd());
                break;
            case StepFailedEvent failure:
                screen.Bad($"{failure.Migration} on {failure.Store}: {failure.Error}");
                break;
            case WarningEvent warning:
                screen.Note(warning.Message);
                break;
        }
    }

    private static string Describe(StepCounts counts)
    {
        var parts = new List<string>();
        Add(counts.Scanned, "looked at");
        Add(counts.Changed, "changed");
        Add(counts.Shadowed, "kept aside");
        Add(counts.Quarantined, "in quarantine");
        return string.Join(", ", parts);

        void Add(long count, string what)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}"));
            }
        }
    }
}
