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

        var rows = lines.Select(Cells).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            text.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static string[] Cells(HistoryReport line) =>
    [
        line.At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture),
        line.Migration ?? "",
        line.Store ?? "",
        line.Status switch
        {
            null => "",
            MigrationStatus.Running => "begun",
            { } status => Words.Of(status),
        },
        line.Actor,
        line.Detail ?? "",
    ];
}
