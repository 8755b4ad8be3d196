using DocMigrate.Operations;

namespace DocMigrate.Engine.Optimization;

/// <summary>Operations on one store in order, found by what they touch. Not thread-safe.</summary>
internal sealed class OperationChain
{
    private readonly List<ChainNode> _nodes;
    private readonly Dictionary<string, List<ChainNode>> _bySubject = new(StringComparer.Ordinal);
    private readonly List<ChainNode> _opaque = [];

    public OperationChain(IEnumerable<MigrationOperation> operations)
    {
        _nodes = [.. operations.Select(static (operation, rank) => new ChainNode(operation, rank))];
        foreach (var node in _nodes)
        {
            Index(node);
        }
    }

    public int Count => _nodes.Count;

    public ChainNode this[int rank] => _nodes[rank];

    /// <summary>The operations that are left.</summary>
    public IEnumerable<MigrationOperation> Operations => _nodes.Where(static node => !node.Removed).Select(static node => node.Operation);

    /// <summary>The nodes after a place and before another that name something which the node names, and those that may touch anything; in order.</summary>
    public IReadOnlyList<ChainNode> Related(ChainNode node, int after, int before)
    {
        var lists = node.Touches.Select(static touch => touch.Subject).OfType<string>().Distinct().Select(subject => _bySubject[subject]).Append(_opaque);
        var found = new SortedDictionary<int, ChainNode>();
        foreach (var list in lists)
        {
            for (var i = FirstAfter(list, after); i < list.Count && list[i].Rank < before; i++)
            {
                if (!list[i].Removed)
                {
                    found[list[i].Rank] = list[i];
                }
            }
        }

        return [.. found.Values];
    }

    /// <summary>Puts an operation in the place of a node.</summary>
    public void Replace(ChainNode node, MigrationOperation operation)
    {
        node.Removed = true;
        var replacement = new ChainNode(operation, node.Rank);
        _nodes[node.Rank] = replacement;
        Index(replacement);
    }

    private void Index(ChainNode node)
    {
        if (node.IsOpaque)
        {
            _opaque.Insert(FirstAfter(_opaque, node.Rank), node);
        }

        foreach (var subject in node.Touches.Select(static touch => touch.Subject).OfType<string>().Distinct())
        {
            if (!_bySubject.TryGetValue(subject, out var list))
            {
                _bySubject.Add(subject, list = []);
            }

            list.RemoveAll(other => other.Removed && other.Rank == node.Rank);
            list.Insert(FirstAfter(list, node.Rank), node);
        }
    }

    private static int FirstAfter(List<ChainNode> list, int rank)
    {
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = list[middle].Rank <= rank ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
