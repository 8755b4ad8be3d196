using DocMigrate.History;

namespace DocMigrate.Engine.Reporting;

/// <summary>A line of the history, as <c>history --json</c> prints it. Its JSON names are stable.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Migration">The migration, <c>module.name</c>; null when the line is about none.</param>
/// <param name="Store">The store; null when the line is about the whole migration.</param>
/// <param name="Status">What it became; null when the line is about no migration.</param>
/// <param name="Direction">Applied or undone; null when the line is about no migration.</param>
/// <param name="Actor">The operating system's user and host, <c>user@host</c>.</param>
/// <param name="Detail">Counts or an error, for a person; null when there is nothing to say.</param>
public sealed record HistoryReport(
    DateTimeOffset At, string? Migration, string? Store, MigrationStatus? Status, Direction? Direction, string Actor, string? Detail)
{
    internal static HistoryReport From(HistoryEvent line) =>
        new(line.At, line.Migration?.ToString(), line.Store, line.Status, line.Direction, line.Actor, line.Detail);
}
