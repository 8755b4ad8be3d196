using System.Globalization;
using DocMigrate.Engine.Keeping;
using DocMigrate.Keeping;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes the documents in quarantine, by what they do not fit.</summary>
internal static class QuarantineWriter
{
    public static void Write(IAnsiConsole text, IReadOnlyList<QuarantinedDocument> documents)
    {
        if (documents.Count == 0)
        {
            text.WriteLine("No document is in quarantine.");
            return;
        }

        foreach (var group in documents.GroupBy(static document => (document.Store, document.Collection, document.Migration, document.Direction)))
        {
            var way = group.Key.Direction == Direction.Forward ? "" : " undone";
            text.MarkupLineInterpolated(
                $"[bold]{group.Key.Store}: {group.Key.Collection}[/], {Words.Of(group.LongCount())} at {group.Key.Migration}{way}");
            foreach (var document in group)
            {
                var path = document.Path.Length == 0 ? "" : document.Path + " ";
                var state = document.Gone ? " (not there any more)" : document.Edited ? " (changed since)" : "";
                text.WriteLine($"  {document.Document}: {path}{document.Reason}; since {document.At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}{state}");
            }
        }
    }

    public static void Write(IAnsiConsole text, RetryReport report)
    {
        if (report is { Tried: 0, Remaining: 0 })
        {
            text.WriteLine("No such document is in quarantine.");
            return;
        }

        text.WriteLine($"{Words.Of(report.Tried)} tried again: {Words.Of(report.Fit)} fit, {Words.Of(report.Remaining)} stay in quarantine, {Words.Of(report.Gone)} are not there any more.");
        if (report.Remaining > 0)
        {
            text.WriteLine("'docmigrate quarantine list' says why.");
        }
    }
}
