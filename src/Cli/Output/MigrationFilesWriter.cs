using DocMigrate.Engine.Reporting;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes which migration files were made.</summary>
internal static class MigrationFilesWriter
{
    public static void Write(IAnsiConsole text, MakeMigrationsReport report, bool withCode)
    {
        foreach (var note in report.Notes)
        {
            text.MarkupLineInterpolated($"{note}");
        }

        WriteEdits(text, report);
        if (report.Files.Count == 0 && (report.Edits.Count > 0 || report.Notes.Count > 0))
        {
            return;
        }

        if (report.Files.Count == 0)
        {
            text.WriteLine(report.Models == 0
                ? "No changes detected: there is no model class. A class with [Table] is a table, one with [Collection] a collection of documents."
                : "No changes detected.");
            if (report.Manifest is { } manifest)
            {
                text.MarkupLineInterpolated($"Brought [bold]{Shorten(manifest)}[/] up to date.");
            }

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

    private static void WriteEdits(IAnsiConsole text, MakeMigrationsReport report)
    {
        foreach (var edit in report.Edits)
        {
            var name = edit.NewPath == edit.Path ? "" : $" -> {Path.GetFileName(edit.NewPath)}";
            text.MarkupLineInterpolated($"Changes in [bold]{Shorten(edit.Path)}[/]{name}{(report.Written ? "" : " (not written)")}:");
            foreach (var line in edit.Changes)
            {
                text.MarkupLineInterpolated($"    {line}");
            }
        }
    }

    /// <summary>A path that does not lead out of the current folder reads better without it.</summary>
    public static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
