using System.Globalization;
using DocMigrate.Engine.Reporting;
using DocMigrate.Planning;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes a plan for a person.</summary>
internal static class PlanWriter
{
    public static void Write(IAnsiConsole text, PlanReport report)
    {
        if (report.Steps.Count == 0)
        {
            text.WriteLine("No planned migration operations.");
            return;
        }

        text.WriteLine("Planned operations:");
        foreach (var step in report.Steps)
        {
            if (step.Pass is { } members && step.Migration == members[0])
            {
                text.MarkupLineInterpolated($"[grey]One pass over the documents: {string.Join(", ", members)}[/]");
            }
            var undo = (step.Direction == Direction.Backward ? ", undo" : "") + (step.FromHistory ? ", from the history" : "");
            text.MarkupLineInterpolated($"[bold]{step.Migration}[/] [grey]({step.Store}{undo})[/]");
            foreach (var operation in step.Operations)
            {
                text.MarkupLineInterpolated($"    {operation.Description}  [grey]{Remarks(operation, step.Direction)}[/]");
            }
        }

        WriteScripts(text, report.RecordedScripts ?? []);
    }

    /// <summary>Shows the SQL that would come out of the history.</summary>
    public static void WriteScripts(IAnsiConsole text, IReadOnlyList<RecordedScript> scripts)
    {
        foreach (var script in scripts)
        {
            text.MarkupLineInterpolated($"[bold]SQL out of the history[/], of {script.Migration} on {script.Store}:");
            foreach (var line in script.Text.Trim().ReplaceLineEndings("\n").Split('\n'))
            {
                text.WriteLine($"    {line}");
            }
        }
    }

    private static string Remarks(PlanOperationReport operation, Direction direction)
    {
        var remarks = new List<string>
        {
            operation.Loss switch
            {
                LossClass.Lossless => "lossless",
                LossClass.Shadowed => "what it takes away is kept aside",
                _ => "IRREVERSIBLE",
            },
            operation.Execution == ExecutionSite.Server ? "in the database" : "in this process",
        };
        if (!operation.Reversible)
        {
            remarks.Add(direction == Direction.Forward ? "no way back" : "CAN'T BE UNDONE");
        }

        if (operation.EstimatedDocuments is { } count)
        {
            remarks.Add(string.Create(CultureInfo.InvariantCulture, $"about {count:N0} rows or documents"));
        }

        return $"[{string.Join(", ", remarks)}]";
    }
}
