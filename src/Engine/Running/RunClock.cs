using DocMigrate.Engine.History;
using DocMigrate.History;

namespace DocMigrate.Engine.Running;

/// <summary>When a run of a migration began: later than any that is recorded, even if the clock was set back, for that tells what is newer.</summary>
internal static class RunClock
{
    public static DateTimeOffset Next(TimeProvider time, HistorySnapshot history, LedgerEntry? previous)
    {
        // Whole milliseconds: what every store can hold.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        if (previous is null)
        {
            return now;
        }

        var last = previous.Parts
            .Select(part => history.Journal(previous.Migration, part.Store)?.StartedAt)
            .Append(previous.StartedAt)
            .Max()!.Value;
        return now > last ? now : last.AddMilliseconds(1);
    }
}
