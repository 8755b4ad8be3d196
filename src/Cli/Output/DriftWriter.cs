using DocMigrate.Engine.Inspection;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes where the stores are not what the applied migrations made.</summary>
internal static class DriftWriter
{
    public static void Write(IAnsiConsole text, DriftReport report)
    {
        foreach (var part in report.Stores.SelectMany(static store => store.Parts))
        {
            PartText.Write(text, part.Text);
        }

        foreach (var late in report.Late)
        {
            text.MarkupLineInterpolated(
                $"[yellow]{late.Migration} on {late.Store}: {late.Count} document{(late.Count == 1 ? " was" : "s were")} written by others while it ran, and left as {(late.Count == 1 ? "it was" : "they were")}[/]");
        }

        foreach (var store in report.NotChecked)
        {
            text.MarkupLineInterpolated($"[grey]{store}: not checked, for drift of tables is not looked for yet[/]");
        }

        text.WriteLine(report.Drifted ? "The stores have drifted from the applied migrations." : "No drift found.");
    }
}
