using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Planning;
using DocMigrate.Engine.Serialization;
using DocMigrate.History;
using DocMigrate.Inspection;
using DocMigrate.State;

namespace DocMigrate.Engine.Inspection;

/// <summary>The states of a store: those that it went through, and those that pending migrations would make.</summary>
internal sealed class StateTimeline(MigrationCatalog catalog, OperationSerializer serializer)
{
    private readonly AppliedDefinitions _definitions = new(catalog, serializer);

    /// <exception cref="Errors.StateException">The migrations don't add up.</exception>
    /// <exception cref="Errors.HistoryException">The recorded operations can't be read by this version.</exception>
    public DriftRequest Of(string store, HistorySnapshot history, string? only)
    {
        var view = new SquashView(catalog.Definitions, history);
        IStoreState? state = null;
        List<StatePoint> applied = [new StatePoint(null, null)];
        foreach (var id in RecordedGraph.Of(view, history).Order)
        {
            if (history.Find(id) is { } entry && entry.Part(store)?.Status == MigrationStatus.Applied)
            {
                state = After(state, _definitions.AsRecorded(entry), store);
                applied.Add(new StatePoint(id, state));
            }
        }

        var pending = new List<StatePoint>();
        foreach (var id in view.Graph.Order.Where(id => !view.IsApplied(id) && history.Find(id)?.Part(store)?.Status != MigrationStatus.Applied))
        {
            state = After(state, _definitions.Find(id, history), store);
            pending.Add(new StatePoint(id, state));
        }

        return new DriftRequest { Applied = applied.ToValueList(), Pending = pending.ToValueList(), Only = only };
    }

    private static IStoreState? After(IStoreState? state, MigrationDefinition migration, string store) =>
        migration.OperationsOn(store).Aggregate(state, static (before, operation) => operation.Apply(before));
}
