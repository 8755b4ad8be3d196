using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Planning;
using DocMigrate.History;

namespace DocMigrate.Engine.Reporting;

/// <summary>Says where each migration stands.</summary>
internal sealed class StatusReporter(MigrationPlanner planner, MigrationCatalog catalog)
{
    public IReadOnlyList<MigrationReport> Report(HistorySnapshot history)
    {
        var view = planner.View(history);
        var known = view.Graph.Order.Select(id => Known(id, view, history.Find(id)));
        var unknown = history.Entries.Values
            .Where(entry => !view.Graph.Contains(entry.Migration) && entry.Status.IsTouched() && view.ReplacedBy(entry.Migration) is null)
            .OrderBy(static entry => entry.Order)
            .Select(static entry => Of(entry, [.. entry.Parts.Select(static part => part.Store)]) with { NotInCode = true });
        return [.. known, .. unknown];
    }

    private MigrationReport Known(MigrationId id, SquashView view, LedgerEntry? entry)
    {
        var stores = catalog.StoresOf(id) ?? [.. entry!.Parts.Select(static part => part.Store)];
        var replaces = view.Replaced(id) is { Count: > 0 } replaced ? replaced.Select(static other => other.ToString()).ToValueList() : null;
        if (entry is null || view.IsAppliedByMembers(id))
        {
            var status = view.IsApplied(id) ? MigrationStatus.Applied : MigrationStatus.Pending;
            return new MigrationReport
            {
                Module = id.Module,
                Name = id.Name,
                Status = status,
                Stores = stores.Select(store => new StoreReport(store, status)).ToValueList(),
                AppliedAt = entry?.AppliedAt,
                Replaces = replaces,
            };
        }

        return Of(entry, stores) with { Edited = entry.Status.IsTouched() && planner.IsEdited(entry), Replaces = replaces };
    }

    private static MigrationReport Of(LedgerEntry entry, IReadOnlyList<string> stores) => new()
    {
        Module = entry.Migration.Module,
        Name = entry.Migration.Name,
        Status = entry.Status,
        Stores = stores.Select(store => new StoreReport(store, entry.Part(store)?.Status ?? MigrationStatus.Pending)).ToValueList(),
        AppliedAt = entry.AppliedAt,
        Late = entry.Parts.Sum(static part => part.Counts.Late),
    };
}
