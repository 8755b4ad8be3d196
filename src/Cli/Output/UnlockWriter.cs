using DocMigrate.Engine.Locking;
using DocMigrate.Engine.Reporting;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>Writes who holds the locks, and what became of that.</summary>
internal static class UnlockWriter
{
    public static void WriteHolders(IAnsiConsole text, IEnumerable<LockReport> locks, DateTimeOffset now)
    {
        foreach (var report in locks)
        {
            var stores = $"{report.Database} ({string.Join(", ", report.Stores)})";
            if (report is { Holder: { } holder, State: { } state })
            {
                text.MarkupLineInterpolated($"[bold]{stores}[/]: {HolderText.Of(holder, state)}; last sign of life {HolderText.Of(now - holder.LastSign)} ago");
            }
            else
            {
                text.MarkupLineInterpolated($"[bold]{stores}[/]: nobody");
            }
        }
    }

    public static void Write(IAnsiConsole text, UnlockReport report) => text.WriteLine(report.Unlocked
        ? $"Unlocked: the fence is {report.Fence} now, and who held the lock before writes nothing more."
        : "Nobody holds a lock. Nothing was changed.");
}
