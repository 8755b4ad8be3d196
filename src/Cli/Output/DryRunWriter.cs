using DocMigrate.DryRuns;
using DocMigrate.Engine.DryRuns;
using DocMigrate.Engine.Reporting;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes what a run would do.</summary>
internal static class DryRunWriter
{
    private const int LeastOfValue = 20;

    public static void Write(IAnsiConsole text, DryRunReport report)
    {
        if (report.Migrations.Count == 0)
        {
            text.WriteLine("No planned migration operations.");
            return;
        }

        if (report.Steps.Count > 0)
        {
            ScriptWriter.Write(text, new ScriptReport(report.Steps));
        }

        foreach (var collection in report.Collections)
        {
            Write(text, collection);
            text.WriteLine();
        }

        if (report.Fails)
        {
            var failing = report.Collections.Sum(static collection => collection.Failing);
            text.MarkupLineInterpolated($"[red]'migrate' would stop before it writes anything: {Documents(failing)} of the sample {(failing == 1 ? "does" : "do")} not fit.[/]");
        }

        text.WriteLine("Nothing was written.");
    }

    private static void Write(IAnsiConsole text, DryRunCollection collection)
    {
        text.MarkupLineInterpolated($"[bold]{Words.Visible(collection.Collection)}[/] [grey]({collection.Store})[/]: {Summary(collection)}");
        var migration = "";
        foreach (var operation in collection.Operations)
        {
            if (operation.Migration != migration)
            {
                migration = operation.Migration;
                text.MarkupLineInterpolated($"  {migration}[grey]{(operation.Direction == Direction.Backward ? " (undo)" : "")}[/]");
            }

            Write(text, operation);
        }

        if (collection.Paths.Count > 0)
        {
            var width = collection.Paths.Max(static path => Words.Visible(path.Path).Length);
            text.WriteLine("  where documents change:");
            foreach (var path in collection.Paths)
            {
                text.MarkupLineInterpolated($"    {Words.Visible(path.Path).PadRight(width)}  {Counts((path.Added, "added"), (path.Removed, "removed"), (path.Changed, "changed"))}");
            }

            if (collection.MorePaths > 0)
            {
                text.WriteLine($"    and {Words.Of(collection.MorePaths)} more");
            }
        }

        foreach (var example in collection.Examples)
        {
            Write(text, example);
        }

        if (collection.OtherChanges > 0)
        {
            text.WriteLine($"  and {Documents(collection.OtherChanges)} that change in other ways");
        }
    }

    private static string Summary(DryRunCollection collection) => collection switch
    {
        { Documents: null } => "no documents to try",
        { Tried: 0 } => "no documents",
        _ => $"{Words.Of(collection.Tried)} of {Documents(collection.Documents.Value)} tried: "
            + Counts((collection.Changed, "would change"), (collection.Failing, collection.Failing == 1 ? "does not fit" : "do not fit"), (collection.Quarantined, "would be quarantined")),
    };

    private static void Write(IAnsiConsole text, DryRunOperation operation)
    {
        if (operation.NotTried is { } reason)
        {
            text.MarkupLineInterpolated($"    {Words.Visible(operation.Description)}  [grey]not tried: {reason}[/]");
            return;
        }

        var counts = Counts(
            (operation.Changed, "would change"),
            (operation.Failing, operation.Failing == 1 ? "does not fit" : "do not fit"),
            (operation.Quarantined, "would be quarantined"),
            (operation.Left, "would be left as they are, for they do not fit"));
        text.MarkupLineInterpolated($"    {Words.Visible(operation.Description)}  [grey]{counts}[/]");
        foreach (var misfit in operation.Misfits)
        {
            var line = $"      {Words.Visible(misfit.Path)} {Words.Visible(misfit.Reason)}: {Documents(misfit.Documents)}{Ids(misfit)}";
            text.Write(new Text(line + "\n", new Style(misfit.Outcome == DryRunOutcome.Fails ? Color.Red : Color.Yellow)));
        }
    }

    private static void Write(IAnsiConsole text, DryRunExample example)
    {
        var others = example.Documents == 1 ? "" : $", and {Documents(example.Documents - 1)} more like it";
        text.MarkupLineInterpolated($"  [bold]_id {Words.Visible(example.Id)}[/][grey]{others}[/]");
        foreach (var (path, before, after) in example.Changes)
        {
            var shown = Words.Visible(path);
            var (from, to) = (before is null ? null : Words.Visible(before), after is null ? null : Words.Visible(after));
            var room = text.Profile.Width - shown.Length - "    ~ :  → ".Length;
            if (from is null)
            {
                text.MarkupLineInterpolated($"    [green]+ {shown}: {Cut(to!, room)}[/]");
            }
            else if (to is null)
            {
                text.MarkupLineInterpolated($"    [red]- {shown}: {Cut(from, room)}[/]");
            }
            else
            {
                text.MarkupLineInterpolated($"    [yellow]~ {shown}: {Cut(from, room / 2)} → {Cut(to, room / 2)}[/]");
            }
        }

        if (example.MoreChanges > 0)
        {
            text.WriteLine($"    and {Words.Of(example.MoreChanges)} more");
        }
    }

    private static string Cut(string value, int room)
    {
        var most = Math.Max(LeastOfValue, room);
        return value.Length <= most ? value : value[..(char.IsHighSurrogate(value[most - 2]) ? most - 2 : most - 1)] + "…";
    }

    private static string Ids(DryRunMisfit misfit) =>
        $" (_id {string.Join(", ", misfit.Samples.Select(Words.Visible))}{(misfit.Documents > misfit.Samples.Count ? ", …" : "")})";

    private static string Documents(long count) => $"{Words.Of(count)} document{(count == 1 ? "" : "s")}";

    private static string Counts(params IEnumerable<(long Count, string What)> counts)
    {
        var parts = counts.Where(static part => part.Count > 0).Select(static part => $"{Words.Of(part.Count)} {part.What}").ToList();
        return parts.Count == 0 ? "none would change" : string.Join(", ", parts);
    }
}
