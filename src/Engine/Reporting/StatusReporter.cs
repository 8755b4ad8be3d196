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
        var known = planner.Graph.Order.Select(id => Known(id, history.Find(id)));
        var unknown = history.Entries.Values
            .Where(entry => !planner.Graph.Contains(entry.Migration) && entry.Status.IsTouched())
            .OrderBy(static entry => entry.Order)
            .Select(static entry => Of(entry, [.. entry.Parts.Select(static part => part.Store)]) with { NotInCode = true });
        return [.. known, .. unknown];
    }

    private MigrationReport Known(MigrationId id, LedgerEntry? entry)
    {
        var stores = catalog.Find(id)!.Stores;
        return entry is null
            ? new MigrationReport
            {
                Module = id.Module,
                Name = id.Name,
                Status = MigrationStatus.Pending,
                Stores = stores.Select(static store => new StoreReport(store, MigrationStatus.Pending)).ToValueList(),
                AppliedAt = null,
            }
            : Of(entry, stores) with { Edited = entry.Status.IsTouched() && planner.IsEdited(entry) };
    }

    private static MigrationReport Of(LedgerEntry entry, IReadOnlyList<string> stores) => new()
    {
        Module = entry.Migration.Module,
        Name = entry.Migration.Name,
        Status = entry.Status,
        Stores = stores.Select(store => new StoreReport(store, entry.Part(store)?.Status ?? MigrationStatus.Pending)).ToValueList(),
        AppliedAt = entry.AppliedAt,
    };
}
