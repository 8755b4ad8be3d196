using DocMigrate.Comparison;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Engine.Detection;

/// <summary>Finds what the models ask for and the migrations don't make yet. Touches no store. Thread-safe.</summary>
/// <param name="stores">The stores in the order of the configuration.</param>
/// <param name="clock">Gives the time for names that nothing else gives.</param>
internal sealed class Autodetector(IReadOnlyList<DetectionStore> stores, TimeProvider clock)
{
    /// <summary>The migrations that are lacking: at most one for each module, each after those that it depends on. Empty when nothing is.</summary>
    /// <exception cref="ConfigurationException">A model can't be represented, or a stated rename does not fit.</exception>
    /// <exception cref="AnswerRequiredException">A default is needed and not stated.</exception>
    /// <exception cref="CatalogException">A module has two latest migrations, or modules need each other's changes.</exception>
    public IReadOnlyList<DetectedMigration> Detect(DetectionRequest request)
    {
        if (request.Models.Count == 0)
        {
            return [];
        }

        var graph = GraphOf(request.Migrations);
        RequireModule(request, graph);
        var built = request.Migrations.Aggregate(ProjectState.Empty, static (state, migration) => state.Apply(migration));
        var wanted = WantedState.Of(request.Models, stores);
        var owners = new EntityOwners(request);
        List<OwnedOperation> operations = [];
        foreach (var store in stores)
        {
            operations.AddRange(Compare(store, built, wanted, request)
                .Select(operation => new OwnedOperation(owners.ModuleOf(store.Name, operation), new StoreOperation(store.Name, operation))));
        }

        var namer = new MigrationNamer(graph, clock);
        var modules = operations
            .GroupBy(static operation => operation.Module, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(group => (Id: namer.Name(group.Key, request.Name, [.. group.Select(static owned => owned.Operation.Operation)]), Operations: group.ToArray()))
            .ToArray();
        var dependencies = new ModuleDependencies(graph, owners, operations, [.. modules.Select(static module => module.Id)]);
        var detected = modules
            .Where(module => request.Module is null || request.Module == module.Id.Module)
            .Select(module => new DetectedMigration
            {
                Id = module.Id,
                Dependencies = dependencies.Of(module.Id, request.Module is not null),
                Operations = module.Operations.Select(static owned => owned.Operation).ToValueList(),
            });
        return ModuleDependencies.Sort([.. detected]);
    }

    /// <summary>A migration without operations, for a person to fill in.</summary>
    /// <exception cref="CatalogException">The module has two latest migrations.</exception>
    public DetectedMigration CreateEmpty(IReadOnlyList<MigrationDefinition> migrations, string module, string? name)
    {
        var graph = GraphOf(migrations);
        return new DetectedMigration
        {
            Id = new MigrationNamer(graph, clock).Name(module, name, []),
            Dependencies = graph.Modules.Contains(module) ? [graph.Leaf(module)] : [],
        };
    }

    private static MigrationGraph GraphOf(IReadOnlyList<MigrationDefinition> migrations) =>
        new(migrations.Select(static migration => (migration.Id, (IEnumerable<MigrationId>)migration.Dependencies)));

    private static void RequireModule(DetectionRequest request, MigrationGraph graph)
    {
        string[] known = [.. request.Models.Select(static model => model.Module).Concat(graph.Modules).Distinct().Order(StringComparer.Ordinal)];
        if (request.Module is { } module && !known.Contains(module))
        {
            throw new ConfigurationException(
                CatalogErrors.UnknownModule,
                $"There is no module '{module}'.{Suggest.DidYouMean(module, known)}",
                $"Use one of the modules {Suggest.List(known)}, or none for all.");
        }
    }

    private static IReadOnlyList<MigrationOperation> Compare(DetectionStore store, ProjectState built, WantedState wanted, DetectionRequest request)
    {
        RenameHint[] fromModels = [.. HintsIn(store, wanted.Renames)];
        RenameHint[] stated = [.. HintsIn(store, request.Renames).Except(fromModels)];
        var context = new ComparisonContext
        {
            // What is typed now was said after what the classes say.
            Renames = [.. stated, .. fromModels],
            Defaults = request.Defaults.Where(value => value.Store == store.Name).Select(static value => value.Answer).ToValueList(),
        };
        var (from, to) = (built[store.Name], wanted.State[store.Name]);
        var operations = store.Kind.Compare(from, to, context);
        foreach (var hint in stated)
        {
            RequireEffect(store, hint, operations, () =>
                store.Kind.Compare(from, to, context with { Renames = context.Renames.Where(other => other != hint).ToValueList() }));
        }

        return operations;
    }

    private static IEnumerable<RenameHint> HintsIn(DetectionStore store, ValueList<StoreRename> renames) =>
        renames.Where(rename => rename.Store == store.Name).Select(static rename => rename.Hint);

    // The old name is in a state that only the store's family can read; but a rename that fits changes the outcome.
    private static void RequireEffect(
        DetectionStore store, RenameHint hint, IReadOnlyList<MigrationOperation> operations, Func<IReadOnlyList<MigrationOperation>> compareWithout)
    {
        try
        {
            if (!compareWithout().SequenceEqual(operations))
            {
                return;
            }
        }
        catch (MigrationException)
        {
            // Without the rename a question or a change that is refused would come up: so it has an effect.
            return;
        }

        var inside = hint.Entity is null ? "" : $" in '{hint.Entity}'";
        var changes = operations.Count == 0
            ? "There is nothing to change in that store."
            : $"The changes there are: {string.Join("; ", operations.Select(static operation => operation.Describe()))}.";
        throw new ConfigurationException(
            DetectionErrors.RenameWithoutEffect,
            $"The rename of '{hint.From}' to '{hint.To}'{inside}, store '{store.Name}', changes nothing: the migrations make no '{hint.From}', or '{hint.To}' is not new. {changes}",
            "Write the old name as the migrations have it, on the left: --rename customers.name=full_name.");
    }
}
