using DocMigrate.Engine.Inspection;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes what was found in the stores.</summary>
internal static class InspectWriter
{
    public static void Write(IAnsiConsole text, InspectReport report)
    {
        var parts = report.Stores.SelectMany(static store => store.Parts).ToList();
        if (parts.Count == 0)
        {
            text.WriteLine("(no collections)");
        }

        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
            {
                text.WriteLine();
            }

            PartText.Write(text, parts[i].Text);
        }
    }
}
