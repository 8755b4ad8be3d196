using DocMigrate.Engine.Detection;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Optimization;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Engine.Authoring;

/// <summary>Folds what the models ask for into the last migration of a module, while nobody has it yet.</summary>
internal sealed class LastMigrationUpdater(
    MigrationFolder folder, MigrationCatalog catalog, MigrationGraph graph, MigrationNamer namer, Func<MigrationId, bool>? isApplied)
{
    /// <summary>The migration as it is to be, and its file as it is.</summary>
    /// <param name="detected">What the models ask for beyond the last migration.</param>
    /// <param name="name">The new name without the number; null to keep it, where it was not made from the operations.</param>
    /// <exception cref="CatalogException">There is none to update, or another depends on it.</exception>
    /// <exception cref="HistoryException">It is applied here.</exception>
    /// <exception cref="ConfigurationException">Its file was edited by hand, or is not found.</exception>
    public (DetectedMigration Migration, SourceFile File) Update(DetectedMigration detected, string? name)
    {
        var module = detected.Id.Module;
        var last = graph.Modules.Contains(module) ? catalog.Find(graph.Leaf(module))! : throw new CatalogException(
            AuthoringErrors.NothingToUpdate, $"The module '{module}' has no migration to update.", "Run 'docmigrate makemigrations' without --update.");
        Require(last);
        var file = new MigrationSources(folder, catalog).Locate(last.Id);
        if (!file.IsJust(folder.TextOf(last)))
        {
            throw new ConfigurationException(
                AuthoringErrors.EditedByHand, $"'{file.Path}' was edited by hand, which an update would overwrite.",
                "Run 'docmigrate makemigrations' without --update, which writes a migration of its own; or take the edit out, update, and put it back.");
        }

        var operations = Folded(last, detected);
        var updated = new DetectedMigration
        {
            Id = Name(last, operations, name),
            Dependencies = [.. last.Dependencies, .. detected.Dependencies.Where(id => id != last.Id && !last.Dependencies.Contains(id))],
            CommutesWith = last.CommutesWith,
            Operations = operations,
        };
        return (updated, file);
    }

    private void Require(MigrationDefinition last)
    {
        const string Remedy = "Run 'docmigrate makemigrations' without --update, which writes a new migration.";
        if (last.Replaces.Count > 0)
        {
            throw new CatalogException(AuthoringErrors.NothingToUpdate, $"'{last.Id}' is a squash, which has to do what the migrations did that it replaces.", Remedy);
        }

        if (graph.Children(last.Id) is [var child, ..])
        {
            throw new CatalogException(AuthoringErrors.NothingToUpdate, $"'{child}' depends on '{last.Id}', so it can't be changed any more.", Remedy);
        }

        if (isApplied?.Invoke(last.Id) ?? false)
        {
            throw new HistoryException(
                AuthoringErrors.UpdateApplied, $"'{last.Id}' is applied here, so it can't be changed any more.",
                $"{Remedy} Or undo it first, if no other database has it.");
        }
    }

    private ValueList<StoreOperation> Folded(MigrationDefinition last, DetectedMigration detected)
    {
        var before = graph.Forwards([last.Id]).Where(id => id != last.Id)
            .Aggregate(ProjectState.Empty, (state, id) => state.Apply(catalog.Find(id)!));
        StoreOperation[] all = [.. last.Operations, .. detected.Operations];
        return all.Select(static operation => operation.Store).Distinct()
            .SelectMany(store => OperationOptimizer
                .Optimize([.. all.Where(operation => operation.Store == store).Select(static operation => operation.Operation)], before[store])
                .Select(operation => new StoreOperation(store, operation)))
            .ToValueList();
    }

    // A name that was made from the operations is made again from the new ones; one that a person chose stays.
    private MigrationId Name(MigrationDefinition last, ValueList<StoreOperation> operations, string? name)
    {
        var digits = last.Id.Name.TakeWhile(char.IsAsciiDigit).Count();
        string WordsOf(IEnumerable<StoreOperation> of) => namer.Words(graph.Parents(last.Id).All(parent => parent.Module != last.Id.Module), null, [.. of.Select(static operation => operation.Operation)]);
        var made = digits > 0 && last.Id.Name[digits..] == "_" + WordsOf(last.Operations);
        return name is null && !made ? last.Id : last.Id with { Name = $"{last.Id.Name[..digits]}{(digits > 0 ? "_" : "")}{(name is null ? WordsOf(operations) : namer.Words(false, name, []))}" };
    }
}
