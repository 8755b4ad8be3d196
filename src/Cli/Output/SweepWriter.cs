using DocMigrate.Engine.Keeping;
using DocMigrate.Keeping;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes what came of a sweep.</summary>
internal static class SweepWriter
{
    public static void Write(IAnsiConsole text, SweepReport report)
    {
        if (report.Collections.Count == 0)
        {
            text.WriteLine("There is no collection to sweep: no migration is applied that changes documents.");
            return;
        }

        foreach (var collection in report.Collections)
        {
            text.MarkupLineInterpolated($"[bold]{collection.Store}: {collection.Collection}[/]");
            foreach (var migration in collection.Migrations.Where(static item => item.Changed + item.Quarantined + item.Late > 0))
            {
                text.WriteLine($"  {migration.Migration}: {Of(migration)}");
            }

            if (collection.Migrations.All(static item => item.Changed + item.Quarantined + item.Late == 0))
            {
                text.WriteLine("  nothing late found");
            }

            if (collection.Unknown > 0)
            {
                text.WriteLine($"  {Words.Of(collection.Unknown)} without a stamp of this history: what they lack can't be told");
            }

            if (collection.Migrations.LastOrDefault(static item => !item.Told) is { } untold)
            {
                text.WriteLine($"  looks do not tell which documents are behind {untold.Migration}, or what came before it");
            }
        }

        foreach (var late in report.Late)
        {
            text.WriteLine($"{late.Store}: {Words.Of(late.Count)} late for {late.Migration}");
        }

        if (report.Late.Count > 0)
        {
            text.WriteLine("They do not fit, or others write them all the time, or they can't be told from others: check these by hand, then 'docmigrate sweep --checked'.");
        }
    }

    private static string Of(SweptMigration migration)
    {
        (long Count, string What)[] parts = [(migration.Changed, "brought up to date"), (migration.Quarantined, "put into quarantine"), (migration.Late, "late still")];
        return string.Join(", ", parts.Where(static part => part.Count > 0).Select(static part => $"{Words.Of(part.Count)} {part.What}"));
    }
}
