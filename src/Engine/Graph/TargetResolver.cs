using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Loading;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Graph;

/// <summary>Looks the names of a target up in a graph.</summary>
/// <param name="graph">The graph.</param>
/// <param name="view">Where the graph is from, to say what became of a migration that was squashed; null when that is not known.</param>
internal sealed class TargetResolver(MigrationGraph graph, SquashView? view = null)
{
    /// <summary>Looks them up among the migrations that count.</summary>
    public TargetResolver(SquashView view)
        : this(view.Graph, view)
    {
    }

    /// <summary>The migrations that a target names.</summary>
    /// <exception cref="HistoryException">A name is unknown or ambiguous.</exception>
    /// <exception cref="CatalogException">A module has two latest migrations.</exception>
    public ResolvedTarget Resolve(MigrationTarget target)
    {
        switch (target)
        {
            case { Module: null }:
                return new ResolvedTarget([.. graph.Modules.Select(graph.Leaf)], null);
            case { Name: null } when !graph.Modules.Contains(target.Module) && graph.Modules.Count == 1 && LooksLikeAName(target.Module):
                return Resolve(MigrationTarget.To(graph.Modules[0], target.Module));
            case { Name: null }:
                return new ResolvedTarget([graph.Leaf(Module(target.Module))], null);
            case { Name: MigrationTarget.Zero }:
                return new ResolvedTarget([], Module(target.Module));
            default:
                return new ResolvedTarget([Find(Module(target.Module), target.Name)], target.Module);
        }
    }

    /// <summary>The one migration of a module whose name is, or begins with, <paramref name="name"/>.</summary>
    public MigrationId Find(string module, string name)
    {
        var names = graph.Order.Where(id => id.Module == module).ToArray();
        if (names.Contains(new MigrationId(module, name)))
        {
            return new MigrationId(module, name);
        }

        var replaced = view?.AllReplaced.Where(id => id.Module == module).ToArray() ?? [];
        if (replaced.Contains(new MigrationId(module, name)))
        {
            throw IsReplaced(new MigrationId(module, name));
        }

        var fitting = names.Where(id => id.Name.StartsWith(name, StringComparison.Ordinal)).ToArray();
        return fitting.Length switch
        {
            1 => fitting[0],
            0 when Array.FindAll(replaced, id => id.Name.StartsWith(name, StringComparison.Ordinal)) is [var one] => throw IsReplaced(one),
            0 => throw new HistoryException(
                CatalogErrors.UnknownMigration,
                $"The module '{module}' has no migration '{name}'.{Suggest.DidYouMean(name, names.Select(static id => id.Name))}",
                "Run 'docmigrate showmigrations' to see the names; a beginning that fits one of them is enough.", ExitCode.Usage),
            _ => throw new HistoryException(
                CatalogErrors.AmbiguousName,
                $"'{name}' fits {fitting.Length} migrations of the module '{module}': {Suggest.List(fitting.Select(static id => id.Name))}.",
                "Write more of the name.", ExitCode.Usage),
        };
    }

    /// <summary>The module, if there is one of that name.</summary>
    public string Module(string module) => graph.Modules.Contains(module)
        ? module
        : throw new HistoryException(
            CatalogErrors.UnknownModule, $"There is no module '{module}'.{Suggest.DidYouMean(module, graph.Modules)}",
            $"Use one of the modules {Suggest.List(graph.Modules)}.", ExitCode.Usage);

    private HistoryException IsReplaced(MigrationId id)
    {
        var squash = view!.ReplacedBy(id)!.Value;
        return new HistoryException(
            SquashErrors.Replaced, $"'{id}' is a part of '{squash}', which stands in its place here.",
            $"Name '{squash.Name}', or a migration before or after it.", ExitCode.Usage);
    }

    private static bool LooksLikeAName(string text) => text == MigrationTarget.Zero || char.IsAsciiDigit(text[0]);
}
