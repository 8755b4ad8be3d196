using DocMigrate.Engine.Reporting;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes statements, with comments that say whose they are.</summary>
internal static class ScriptWriter
{
    public static void Write(IAnsiConsole text, ScriptReport report)
    {
        if (report.Steps.Count == 0)
        {
            text.WriteLine("-- nothing to run");
        }

        foreach (var step in report.Steps)
        {
            var undo = step.Direction == Direction.Backward ? " (undo)" : "";
            text.WriteLine($"-- {step.Migration}{undo} on store {step.Store}");
            foreach (var command in step.Commands)
            {
                text.WriteLine($"-- {command.Description.ReplaceLineEndings(" ")}");
                text.WriteLine(command.Text is { } statement ? Ended(statement.TrimEnd()) : "-- (code that runs in the process: no statement)");
            }

            text.WriteLine();
        }
    }

    private static string Ended(string statement) => statement.EndsWith(';') ? statement : statement + ";";
}
