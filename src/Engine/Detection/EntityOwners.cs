using DocMigrate.Operations;

namespace DocMigrate.Engine.Detection;

/// <summary>Tells which module a table or collection belongs to: its class's, or where there is no class any more, that of its migrations.</summary>
internal sealed class EntityOwners
{
    private readonly Dictionary<(string Store, string Entity), string> _modules = [];
    private readonly string _fallback;

    public EntityOwners(DetectionRequest request)
    {
        _fallback = request.Models[0].Module;
        foreach (var (migration, step) in request.Migrations.SelectMany(static migration => migration.Operations.Select(step => (migration, step))))
        {
            foreach (var entity in Names(step.Operation))
            {
                _modules[(step.Store, entity)] = migration.Id.Module;
            }
        }

        foreach (var model in request.Models)
        {
            _modules[(model.Store, model.Name)] = model.Module;
        }
    }

    /// <summary>The module of an entity; null when no migration and no class has it.</summary>
    public string? ModuleOf(string store, string entity) => _modules.GetValueOrDefault((store, entity));

    /// <summary>The module of an operation: of what a rename makes, else of its subject.</summary>
    public string ModuleOf(string store, MigrationOperation operation) =>
        Names(operation).Reverse().Select(name => ModuleOf(store, name)).FirstOrDefault(static module => module is not null) ?? _fallback;

    // The subject first, and the new name of one that is renamed last; none for SQL written by hand.
    private static IEnumerable<string> Names(MigrationOperation operation) =>
        operation.Touches().Where(static touch => !touch.Reads).Select(static touch => touch.Subject).OfType<string>();
}
