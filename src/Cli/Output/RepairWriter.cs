using DocMigrate.Engine.Repairing;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes what <c>repair</c> did, or would do.</summary>
internal static class RepairWriter
{
    public static void Write(IAnsiConsole text, RepairReport report)
    {
        if (report.Changes.Count == 0)
        {
            text.WriteLine("Nothing to repair: history and stores fit.");
            return;
        }

        text.WriteLine(report.Done ? "Repaired:" : "To be repaired:");
        foreach (var change in report.Changes)
        {
            text.WriteLine($"  {change.Message}");
        }

        if (report.Next is { } next)
        {
            text.WriteLine(next);
        }
    }
}
