using DocMigrate.Engine.History;
using DocMigrate.Engine.Planning;
using DocMigrate.History;

namespace DocMigrate.Engine.Running;

/// <summary>Records the squashes that count as applied because all that they replace is, so that the replaced files may go.</summary>
internal sealed class SquashRecorder(RunServices services, HistoryReader reader, MigrationPlanner planner)
{
    /// <summary>Whether there is one to record.</summary>
    public bool IsNeeded(HistorySnapshot history) => planner.HasSquashes && planner.View(history).Unrecorded.Count > 0;

    /// <summary>Records them. The caller holds the lock of the history's database.</summary>
    /// <returns>They.</returns>
    public async Task<IReadOnlyList<MigrationId>> RecordAsync(CancellationToken cancellationToken)
    {
        if (!planner.HasSquashes)
        {
            return [];
        }

        var history = await reader.ReadAsync(cancellationToken);
        var unrecorded = planner.View(history).Unrecorded;
        foreach (var squash in unrecorded)
        {
            await services.Stores.History.Ledger.WriteAsync(Entry(squash, history), cancellationToken);
            await services.Stores.History.Ledger.AppendAsync(
                new HistoryEvent
                {
                    At = services.Time.GetUtcNow(),
                    Migration = squash.Id,
                    Status = MigrationStatus.Applied,
                    Direction = Direction.Forward,
                    Actor = Actor.Current,
                    Detail = $"All of the {squash.Replaces.Count} migrations that it replaces are applied.",
                },
                cancellationToken);
        }

        return [.. unrecorded.Select(static squash => squash.Id)];
    }

    // Without parts: what is in the stores, those that it replaces have put there, and their entries say so.
    private LedgerEntry Entry(MigrationDefinition squash, HistorySnapshot history) => new()
    {
        Migration = squash.Id,
        Dependencies = squash.Dependencies,
        Replaces = squash.Replaces,
        Hash = planner.HashOf(squash),
        Status = MigrationStatus.Applied,
        Direction = Direction.Forward,
        Order = history.Find(squash.Id)?.Order ?? 0,
        StartedAt = RunClock.Next(services.Time, history, history.Find(squash.Id)),
        AppliedAt = services.Time.GetUtcNow(),
        Actor = Actor.Current,
        ToolVersion = Actor.ToolVersion,
    };
}
