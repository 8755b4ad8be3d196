using DocMigrate.Engine.Reporting;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes what is taken out of the history, and what that means.</summary>
internal static class PruneWriter
{
    public static void Write(IAnsiConsole text, PruneReport report)
    {
        foreach (var kept in report.Kept)
        {
            text.WriteLine($"  Keeping {kept}: a squashed migration is recorded as applied because it is.");
        }

        if (report.Migrations.Count == 0)
        {
            text.WriteLine("Nothing to prune.");
            return;
        }

        text.WriteLine(report.Pruned ? "Pruned from the history:" : "To be pruned from the history:");
        foreach (var migration in report.Migrations)
        {
            text.MarkupLineInterpolated($"  [bold]{migration.Migration}[/] ({Words.Of(migration.Status)}; {string.Join(", ", migration.Stores)})");
            if (migration.KeptAside > 0)
            {
                text.WriteLine($"    {Words.Of(migration.KeptAside)} values are kept aside for it. They stay, and nothing brings them back.");
            }
        }

        text.WriteLine("What they did to the stores stays, and can no longer be rolled back.");
    }
}
