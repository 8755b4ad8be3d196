using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Engine.Optimization;

/// <summary>Makes a chain of operations on one store shorter. What two operations come to, they know themselves: see <see cref="MigrationOperation.Reduce"/>.</summary>
/// <remarks>
/// For each operation it looks at those after it that name the same tables or collections. Two that become one do so in the place of the later, if the earlier may
/// pass all between them, or of the earlier, if all between may be passed by the later. Repeated until nothing changes; only related operations are compared, so
/// the cost grows with the length of the chain and of the longest chain of one table.
/// </remarks>
internal static class OperationOptimizer
{
    /// <summary>A chain that does the same.</summary>
    /// <param name="operations">The operations on one store.</param>
    /// <param name="before">The state that they begin with.</param>
    /// <returns>The operations as given where a shorter chain would not lead to the very same state.</returns>
    /// <exception cref="StateException">The given operations do not fit the state.</exception>
    public static ValueList<MigrationOperation> Optimize(IReadOnlyList<MigrationOperation> operations, IStoreState? before)
    {
        var wanted = Replay(operations, before);
        var optimized = Reduce(operations);
        try
        {
            return AreSame(Replay(optimized, before), wanted) ? optimized : operations.ToValueList();
        }
        catch (StateException)
        {
            // The names that were moved past each other had to do with each other after all: the long way is right too.
            return operations.ToValueList();
        }
    }

    /// <summary>The shorter chain, without a look at the state.</summary>
    public static ValueList<MigrationOperation> Reduce(IReadOnlyList<MigrationOperation> operations)
    {
        var current = operations.ToValueList();
        for (var changed = true; changed;)
        {
            current = Pass(current, out changed);
        }

        return current;
    }

    private static ValueList<MigrationOperation> Pass(ValueList<MigrationOperation> operations, out bool changed)
    {
        var chain = new OperationChain(operations);
        changed = false;
        for (var rank = 0; rank < chain.Count; rank++)
        {
            while (!chain[rank].Removed && ReduceFrom(chain, chain[rank]))
            {
                changed = true;
            }
        }

        return chain.Operations.ToValueList();
    }

    private static bool ReduceFrom(OperationChain chain, ChainNode node)
    {
        var passes = true;
        foreach (var next in chain.Related(node, node.Rank, chain.Count))
        {
            var reduction = node.Operation.Reduce(next.Operation);
            if (reduction.Replaces && Place(chain, node, next, reduction.Operation, passes))
            {
                return true;
            }

            passes &= reduction == Reduction.Pass;
            if (next.IsOpaque && !passes)
            {
                return false;
            }
        }

        return false;
    }

    private static bool Place(OperationChain chain, ChainNode node, ChainNode next, MigrationOperation? result, bool passes)
    {
        var passed = chain.Related(next, node.Rank, next.Rank).All(between => between.Operation.Reduce(next.Operation) == Reduction.Pass);
        if (!passes && !passed)
        {
            return false;
        }

        // What stays of the later operation stays in its place: a DropTable must not come before the drop of what refers to the table.
        var later = passes && (!passed || result?.GetType() == next.Operation.GetType());
        var (kept, removed) = later ? (next, node) : (node, next);
        removed.Removed = true;
        if (result is null)
        {
            kept.Removed = true;
        }
        else
        {
            chain.Replace(kept, result);
        }

        return true;
    }

    private static bool AreSame(IStoreState? left, IStoreState? right) =>
        left is null or { IsEmpty: true } ? right is null or { IsEmpty: true } : left.Equals(right);

    private static IStoreState? Replay(IEnumerable<MigrationOperation> operations, IStoreState? before) =>
        operations.Aggregate(before, static (state, operation) => operation.Apply(state));
}
