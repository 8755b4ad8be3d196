using DocMigrate.Engine.Reporting;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes what <c>check</c> found.</summary>
internal static class CheckWriter
{
    public static void Write(IAnsiConsole text, CheckReport report)
    {
        foreach (var server in report.Servers ?? [])
        {
            text.MarkupLineInterpolated($"[bold]{server.Database}[/]: {server.Server}");
            foreach (var capability in server.Capabilities)
            {
                text.MarkupLineInterpolated($"  {capability.Name}: {(capability.Present ? "yes" : "no")}  [grey]{capability.Without}[/]");
            }
        }

        foreach (var problem in report.Problems)
        {
            text.MarkupLineInterpolated($"[yellow]{problem.Message}[/]");
            text.MarkupLineInterpolated($"  [bold]remedy[/]: {problem.Remedy}");
        }

        text.WriteLine(report.Problems.Count switch
        {
            0 => "No problems found.",
            1 => "1 problem found.",
            _ => $"{report.Problems.Count} problems found.",
        });
    }
}
