using System.Globalization;
using DocMigrate.Engine.Reporting;
using DocMigrate.History;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes the history as columns.</summary>
internal static class HistoryWriter
{
    public static void Write(IAnsiConsole text, IReadOnlyList<HistoryReport> lines)
    {
        if (lines.Count == 0)
        {
            text.WriteLine("(no history)");
            return;
        }

        var grid = new Grid { Expand = false };
        for (var column = 0; column < 6; column++)
        {
            grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        }

        foreach (var line in lines)
        {
            grid.AddRow([.. Cells(line).Select(static cell => new Text(cell))]);
        }

        text.Write(grid);
    }

    private static IEnumerable<string> Cells(HistoryReport line) =>
    [
        line.At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture),
        line.Migration,
        line.Store ?? "",
        line.Direction == Direction.Backward && line.Status == MigrationStatus.Running ? "undo begun" : Status(line.Status),
        line.Actor,
        line.Detail ?? "",
    ];

    private static string Status(MigrationStatus status) => status == MigrationStatus.Running ? "begun" : Words.Of(status);
}
