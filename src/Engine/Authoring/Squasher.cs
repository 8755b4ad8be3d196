using System.Globalization;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Detection;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Manifests;
using DocMigrate.Engine.Optimization;
using DocMigrate.Engine.Reporting;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Engine.Authoring;

/// <summary>Makes one migration of several of a module.</summary>
internal sealed class Squasher(MigrationFolder folder, ManifestFile manifest, MigrationCatalog catalog, MigrationGraph graph, SquashView view, MigrationNamer namer)
{
    /// <exception cref="HistoryException">A name is unknown.</exception>
    /// <exception cref="CatalogException">There is nothing to squash, the squash would make a circle, or it needs code that can't be carried over.</exception>
    /// <exception cref="ConfigurationException">The file can't be written.</exception>
    public SquashReport Squash(SquashOptions options)
    {
        var range = Range(options);
        MigrationDefinition[] members = [.. range.Select(id => catalog.Find(id)!)];
        var squash = new DetectedMigration
        {
            Id = Name(range, options.Name),
            Dependencies = members.SelectMany(member => graph.Parents(member.Id)).Where(id => !range.Contains(id)).Distinct().ToValueList(),
            Replaces = range.SelectMany(id => view.Replaced(id) is { Count: > 0 } inner ? inner : [id]).Distinct().ToValueList(),
            CommutesWith = members.SelectMany(static member => member.CommutesWith).Where(id => !range.Contains(id)).Distinct().ToValueList(),
        };
        RequireNoCircle(squash);
        squash = squash with { Operations = Operations(squash, members, options.NoOptimize) };
        RequireCode(squash);
        var file = folder.Report(squash);
        if (!options.DryRun)
        {
            MigrationFolder.Write([file]);
        }

        return new SquashReport(
            file,
            squash.Replaces.Select(static id => id.ToString()).ToValueList(),
            members.Sum(static member => member.Operations.Count),
            squash.Operations.Count,
            ["Commit it beside the files that it replaces. When every database was migrated with it, delete those files and its call of Replaces."],
            !options.DryRun)
        {
            Manifest = options.DryRun ? null : manifest.Update(catalog.Definitions.Append(folder.Definition(squash))),
        };
    }

    private MigrationId[] Range(SquashOptions options)
    {
        var resolver = new TargetResolver(view);
        var module = resolver.Module(options.Module);
        var last = resolver.Find(module, options.To);
        var upTo = graph.Forwards([last]).Where(id => id.Module == module);
        MigrationId[] range = options.From is { } from && resolver.Find(module, from) is var first
            ? [.. upTo.SkipWhile(id => id != first)]
            : [.. upTo];
        return range.Length > 1 ? range : throw new CatalogException(
            AuthoringErrors.NothingToSquash,
            range.Length == 1 ? $"There is only '{last}' in that range." : $"'{options.From}' does not lead to '{last}'.",
            $"Name the first and the last of several migrations: docmigrate squashmigrations {module} <from> <to>");
    }

    private MigrationId Name(MigrationId[] range, string? words)
    {
        var (first, last) = (range[0].Name, range[^1]);
        var from = string.Concat(first.TakeWhile(char.IsAsciiDigit));
        var number = last.Number?.ToString("D4", CultureInfo.InvariantCulture);
        var rest = words is null ? last.Name[(last.Name.LastIndexOf(number ?? "", StringComparison.Ordinal) + (number?.Length ?? 0))..].TrimStart('_') : namer.Words(false, words, []);
        return new MigrationId(last.Module, string.Join('_', new[] { from, "squashed", number, rest }.Where(static part => !string.IsNullOrEmpty(part))));
    }

    // A migration of another module between two of these would have to come before and after them.
    private void RequireNoCircle(DetectedMigration squash)
    {
        var definition = squash.ToDefinition();
        _ = new SquashView(catalog.Definitions.Append(definition), History.HistorySnapshot.Empty);
    }

    private ValueList<StoreOperation> Operations(DetectedMigration squash, MigrationDefinition[] members, bool asTheyAre)
    {
        StoreOperation[] all = [.. members.SelectMany(static member => member.Operations)];
        if (asTheyAre)
        {
            return all.ToValueList();
        }

        var before = graph.Forwards(squash.Dependencies).Aggregate(ProjectState.Empty, (state, id) => state.Apply(catalog.Find(id)!));
        return all.Select(static operation => operation.Store).Distinct()
            .SelectMany(store => OperationOptimizer
                .Optimize(
                    [.. all.Where(operation => operation.Store == store && !operation.Operation.IsElidable()).Select(static operation => operation.Operation)],
                    before[store])
                .Select(operation => new StoreOperation(store, operation)))
            .ToValueList();
    }

    private void RequireCode(DetectedMigration squash)
    {
        string[] obstacles = [.. squash.Operations.Select(operation => (operation, Obstacle: folder.Obstacle(operation)))
            .Where(static item => item.Obstacle is not null)
            .Select(static item => $"\n  {item.operation.Store}: {item.operation.Operation.Describe()}: {item.Obstacle}")];
        if (obstacles.Length > 0)
        {
            throw new CatalogException(
                AuthoringErrors.CodeNotCarried,
                $"The squash needs code that can't be written into it:{string.Concat(obstacles)}",
                "Make each of these a static method that is internal or public, in a class that stays when the replaced files are deleted; or say elidable: true where only "
                + $"data that is there already needs it. Squashing up to before it works too: {Suggest.List(["docmigrate squashmigrations " + squash.Id.Module + " <to>"])}.");
        }
    }
}
