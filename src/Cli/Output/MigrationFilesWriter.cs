using DocMigrate.Engine.Reporting;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes which migration files were made.</summary>
internal static class MigrationFilesWriter
{
    public static void Write(IAnsiConsole text, MakeMigrationsReport report, bool withCode)
    {
        if (report.Files.Count == 0)
        {
            text.WriteLine(report.Models == 0
                ? "No changes detected: there is no model class. A class with [Table] is a table, one with [Collection] a collection of documents."
                : "No changes detected.");
            return;
        }

        foreach (var module in report.Files.GroupBy(static file => MigrationId.Parse(file.Migration).Module))
        {
            text.MarkupLineInterpolated($"Migrations for '[bold]{module.Key}[/]'{(report.Written ? "" : " (not written)")}:");
            foreach (var file in module)
            {
                text.MarkupLineInterpolated($"  [bold]{Shorten(file.Path)}[/]");
                foreach (var operation in file.Operations)
                {
                    text.MarkupLineInterpolated($"    - {operation}");
                }

                if (withCode)
                {
                    text.WriteLine(file.Text);
                }
            }
        }
    }

    // A path that does not lead out of the current folder reads better without it.
    private static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
