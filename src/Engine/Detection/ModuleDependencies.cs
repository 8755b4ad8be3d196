using DocMigrate.Engine.Graph;
using DocMigrate.Errors;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Detection;

/// <summary>Finds what new migrations depend on.</summary>
internal sealed class ModuleDependencies(
    MigrationGraph graph, EntityOwners owners, IReadOnlyList<OwnedOperation> operations, IReadOnlyList<MigrationId> created)
{
    /// <summary>The dependencies of one of the new migrations.</summary>
    /// <param name="id">Which.</param>
    /// <param name="alone">Whether it is written without the others.</param>
    /// <exception cref="CatalogException">There is no migration to depend on.</exception>
    public ValueList<MigrationId> Of(MigrationId id, bool alone)
    {
        MigrationId[] own = graph.Modules.Contains(id.Module) ? [graph.Leaf(id.Module)] : [];
        var known = graph.Ancestors(own);
        var others = Mentions(id.Module)
            .Select(mention => Provider(id.Module, mention, alone))
            .Where(provider => !known.Contains(provider))
            .Distinct()
            .Order();
        return [.. own, .. others];
    }

    /// <summary>Each after those that it depends on, otherwise by module.</summary>
    /// <exception cref="CatalogException">They depend on each other in a circle.</exception>
    public static IReadOnlyList<DetectedMigration> Sort(IReadOnlyList<DetectedMigration> migrations)
    {
        List<DetectedMigration> sorted = [];
        List<DetectedMigration> waiting = [.. migrations];
        while (waiting.Count > 0)
        {
            var next = waiting.Find(migration => !migration.Dependencies.Any(dependency => waiting.Exists(other => other.Id == dependency)))
                ?? throw new CatalogException(
                    DetectionErrors.ModulesInterlocked,
                    $"The new migrations of the modules {string.Join(" and ", waiting.Select(static migration => $"'{migration.Id.Module}'"))} would depend on each other.",
                    "Leave one of the references out of its class, run makemigrations, put it back and run makemigrations again.");
            waiting.Remove(next);
            sorted.Add(next);
        }

        return sorted;
    }

    /// <summary>The entities of other modules that the operations of a module name.</summary>
    private IEnumerable<(string Store, string Entity, string Module)> Mentions(string module) =>
        from owned in operations
        where owned.Module == module
        let store = owned.Operation.Store
        from entity in Mentioned(owned.Operation.Operation)
        let owner = owners.ModuleOf(store, entity)
        where owner is not null && owner != module
        select (store, entity, owner);

    private static IEnumerable<string> Mentioned(MigrationOperation operation) =>
        operation.Touches().Select(static touch => touch.Subject).OfType<string>().Distinct(StringComparer.Ordinal);

    private MigrationId Provider(string module, (string Store, string Entity, string Module) mention, bool alone)
    {
        var changesNow = operations.Any(owned =>
            owned.Module == mention.Module
            && owned.Operation.Store == mention.Store
            && Mentioned(owned.Operation.Operation).Contains(mention.Entity));
        if (changesNow && !alone)
        {
            return created.First(id => id.Module == mention.Module);
        }

        return graph.Modules.Contains(mention.Module) ? graph.Leaf(mention.Module) : throw new CatalogException(
            DetectionErrors.UnmigratedModule,
            $"Module '{module}' refers to '{mention.Entity}' of module '{mention.Module}', which has no migrations yet.",
            $"Run 'docmigrate makemigrations' for all modules, or for '{mention.Module}' first.");
    }
}
