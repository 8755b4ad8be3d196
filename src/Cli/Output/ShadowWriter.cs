using System.Globalization;
using DocMigrate.Engine.Keeping;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes what is kept aside.</summary>
internal static class ShadowWriter
{
    public static void Write(IAnsiConsole text, IReadOnlyList<ShadowReport> kept)
    {
        if (kept.Count == 0)
        {
            text.WriteLine("Nothing is kept aside.");
            return;
        }

        foreach (var group in kept.GroupBy(static report => (report.Migration, report.Store)))
        {
            var first = group.First();
            var state = first.Status is { } status ? Words.Of(status) : "not in the history";
            var since = first.Since is { } at ? $" since {at.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}" : "";
            var bytes = group.All(static report => report.Bytes is not null) ? $", {Words.Of(group.Sum(static report => report.Bytes!.Value))} bytes" : "";
            text.MarkupLineInterpolated(
                $"[bold]{group.Key.Migration}[/] on {group.Key.Store}: {Words.Of(group.Sum(static report => report.Values))} values{bytes} ({state}{since})");
        }
    }

    public static void Write(IAnsiConsole text, PurgeReport report) => text.WriteLine(
        report.Values == 0 ? "Nothing is kept aside. Nothing was purged." : $"{Words.Of(report.Values)} values are gone for good.");
}
