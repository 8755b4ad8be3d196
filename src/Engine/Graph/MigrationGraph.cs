using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Loading;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Graph;

/// <summary>The migrations and what they depend on: a directed graph without circles. Immutable.</summary>
internal sealed class MigrationGraph
{
    private readonly SortedDictionary<MigrationId, MigrationId[]> _parents = [];
    private readonly Dictionary<MigrationId, List<MigrationId>> _children = [];
    private readonly Dictionary<MigrationId, int> _positions;

    /// <summary>A graph of these migrations.</summary>
    /// <exception cref="CatalogException">A dependency is missing, or there is a circle.</exception>
    public MigrationGraph(IEnumerable<(MigrationId Id, IEnumerable<MigrationId> Dependencies)> migrations)
    {
        foreach (var (id, dependencies) in migrations)
        {
            _parents.Add(id, [.. dependencies.Distinct().Order()]);
            _children.TryAdd(id, []);
        }

        foreach (var (id, parents) in _parents)
        {
            foreach (var parent in parents)
            {
                if (!_parents.ContainsKey(parent))
                {
                    throw MissingDependency(id, parent);
                }

                _children[parent].Add(id);
            }
        }

        Order = Sort();
        _positions = Order.Select(static (id, position) => (id, position)).ToDictionary(static pair => pair.id, static pair => pair.position);
    }

    /// <summary>All migrations, each after those that it depends on; among the free ones the first by module and name comes first.</summary>
    public IReadOnlyList<MigrationId> Order { get; }

    /// <summary>The modules, in ordinal order.</summary>
    public IReadOnlyList<string> Modules => [.. _parents.Keys.Select(static id => id.Module).Distinct(StringComparer.Ordinal)];

    public bool Contains(MigrationId id) => _parents.ContainsKey(id);

    /// <summary>A migration's place in <see cref="Order"/>.</summary>
    public int Position(MigrationId id) => _positions[id];

    /// <summary>What a migration depends on directly.</summary>
    public IReadOnlyList<MigrationId> Parents(MigrationId id) => _parents[id];

    /// <summary>The migrations that depend on it directly.</summary>
    public IReadOnlyList<MigrationId> Children(MigrationId id) => _children[id];

    /// <summary>The migrations of a module that no other of the module depends on, even by way of other modules' migrations.</summary>
    public IReadOnlyList<MigrationId> Leaves(string module)
    {
        var inModule = _parents.Keys.Where(id => id.Module == module).ToArray();
        var covered = Ancestors(inModule.SelectMany(Parents));
        return [.. inModule.Where(id => !covered.Contains(id))];
    }

    /// <summary>The one latest migration of a module.</summary>
    /// <exception cref="CatalogException">There are several.</exception>
    public MigrationId Leaf(string module)
    {
        var leaves = Leaves(module);
        return leaves.Count == 1
            ? leaves[0]
            : throw new CatalogException(
                CatalogErrors.Conflict,
                $"The module '{module}' has {leaves.Count} latest migrations that do not know each other: {Suggest.List(leaves.Select(static id => id.Name))}.",
                "Run 'docmigrate makemigrations --merge' to write a migration that depends on them all, or make one depend on the other.");
    }

    /// <summary>The targets and all that they depend on, in <see cref="Order"/>.</summary>
    public IReadOnlyList<MigrationId> Forwards(IEnumerable<MigrationId> targets) => Sorted(Ancestors(targets));

    /// <summary>What must be undone so that the given migrations are: they and all that depends on them, the last first.</summary>
    public IReadOnlyList<MigrationId> Backwards(IEnumerable<MigrationId> undone) => [.. Sorted(Descendants(undone)).Reverse()];

    /// <summary>The given migrations and all that they depend on.</summary>
    public HashSet<MigrationId> Ancestors(IEnumerable<MigrationId> ids) => Closure(ids, Parents);

    /// <summary>The given migrations and all that depend on them.</summary>
    public HashSet<MigrationId> Descendants(IEnumerable<MigrationId> ids) => Closure(ids, Children);

    private static HashSet<MigrationId> Closure(IEnumerable<MigrationId> start, Func<MigrationId, IReadOnlyList<MigrationId>> next)
    {
        var found = new HashSet<MigrationId>();
        var open = new Stack<MigrationId>(start);
        while (open.TryPop(out var id))
        {
            if (found.Add(id))
            {
                foreach (var neighbour in next(id))
                {
                    open.Push(neighbour);
                }
            }
        }

        return found;
    }

    private MigrationId[] Sorted(IEnumerable<MigrationId> ids) => [.. ids.OrderBy(id => _positions[id])];

    private List<MigrationId> Sort()
    {
        var open = _parents.ToDictionary(static pair => pair.Key, static pair => pair.Value.Length);
        var free = new SortedSet<MigrationId>(open.Where(static pair => pair.Value == 0).Select(static pair => pair.Key));
        var order = new List<MigrationId>(_parents.Count);
        while (free.Count > 0)
        {
            var id = free.Min;
            free.Remove(id);
            order.Add(id);
            foreach (var child in _children[id].Where(child => --open[child] == 0))
            {
                free.Add(child);
            }
        }

        return order.Count == _parents.Count ? order : throw Circle(open.Where(static pair => pair.Value > 0).Select(static pair => pair.Key));
    }

    // Every migration that could not be sorted has a parent that could not either, so walking from parent to parent must come back.
    private CatalogException Circle(IEnumerable<MigrationId> unsorted)
    {
        var left = unsorted.ToHashSet();
        var path = new List<MigrationId>();
        var id = left.Min();
        while (!path.Contains(id))
        {
            path.Add(id);
            id = _parents[id].First(left.Contains);
        }

        return new CatalogException(
            CatalogErrors.Cycle, $"The migrations depend on each other in a circle:{GraphDrawing.Circle([.. path.Skip(path.IndexOf(id))])}",
            "Remove one of these dependencies: a DependsOn in one of these migrations.");
    }

    private CatalogException MissingDependency(MigrationId id, MigrationId parent)
    {
        var nearest = Suggest.DidYouMean(parent.ToString(), _parents.Keys.Select(static known => known.ToString()));
        return new CatalogException(
            CatalogErrors.MissingDependency,
            $"The migration '{id}' depends on '{parent}', which is not there.{nearest}{GraphDrawing.Missing(parent, [.. _parents.Where(pair => pair.Value.Contains(parent)).Select(static pair => pair.Key)])}",
            $"Correct the DependsOn in '{id}', or bring the file of '{parent}' back.");
    }
}
