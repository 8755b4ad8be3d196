using DocMigrate.Engine.Reporting;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes what a squash was made of.</summary>
internal static class SquashWriter
{
    public static void Write(IAnsiConsole text, SquashReport report, bool withCode)
    {
        text.MarkupLineInterpolated($"[bold]{MigrationFilesWriter.Shorten(report.File.Path)}[/]{(report.Written ? "" : " (not written)")} replaces {report.Replaces.Count} migrations:");
        foreach (var replaced in report.Replaces)
        {
            text.MarkupLineInterpolated($"  - {replaced}");
        }

        text.MarkupLineInterpolated($"{report.OperationsBefore} operations became {report.OperationsAfter}.");
        if (withCode)
        {
            text.WriteLine(report.File.Text);
        }

        foreach (var note in report.Notes)
        {
            text.MarkupLineInterpolated($"{note}");
        }
    }
}
