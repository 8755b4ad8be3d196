using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>Divides a step. The division is made of the operations as authored, so that it is the same in both directions: a pass that was half done is undone as one.</summary>
/// <remarks>
/// A pass that a run stopped in stays the pass that it was, and what was done before it stays apart from what was not, even if this version would divide the
/// step in another way than the one that began it.
/// </remarks>
internal static class StepUnits
{
    /// <summary>The parts of a step, in the order of execution.</summary>
    /// <param name="step">The step; every operation has an effective one.</param>
    /// <param name="store">Says what its server can do.</param>
    /// <param name="resume">How far an earlier run in the same direction got; null for none.</param>
    /// <param name="undo">How far the opposite direction got; null when it was finished.</param>
    public static IReadOnlyList<StepUnit> Of(PlanStep step, IPassStore store, StepProgress? resume = null, StepProgress? undo = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(store);
        var begun = Begun(resume, step.Direction, step.Operations.Count)
            .Concat(Begun(undo, step.Direction == Direction.Forward ? Direction.Backward : Direction.Forward, step.Operations.Count));
        var groups = Group([.. step.Operations.OrderBy(static operation => operation.Index)], [.. begun], store, step.KeepOrder);
        if (step.Direction == Direction.Backward)
        {
            groups.Reverse();
        }

        var units = new List<StepUnit>();
        var position = 0;
        foreach (var group in groups)
        {
            units.Add(new StepUnit(position, group.Count, AsPass(step, step.Operations.Skip(position).Take(group.Count).ToValueList(), store)));
            position += group.Count;
        }

        return units;
    }

    private static ReshapePass? AsPass(PlanStep step, ValueList<PlannedOperation> planned, IPassStore store)
    {
        var operations = planned
            .Where(static operation => operation.Effective is ReshapeOperation)
            .Select(operation => new PassOperation(step, operation, (ReshapeOperation)operation.Effective!))
            .ToValueList();
        if (operations.Count != planned.Count)
        {
            return null;
        }

        var all = operations.AddRange(Stamping(operations));
        return new ReshapePass { Operations = all, Server = store.Compile([.. all.Select(static operation => operation.Operation)], step.KeepOrder) };
    }

    private static IEnumerable<PassOperation> Stamping(ValueList<PassOperation> operations)
    {
        if (!operations.Any(static operation => operation.Operation.TouchesDocuments))
        {
            return [];
        }

        var last = operations[^1];
        var name = last.Operation.Collection;
        return Stamps
            .After(DocumentSchema.From(operations[0].Planned.Before).Collection(name), DocumentSchema.From(last.Planned.After).Collection(name))
            .Select(stamp => last with { Operation = stamp });
    }

    /// <summary>The operations, as authored, of the pass that a run was in; empty, at the place that it had come to, when it was in none.</summary>
    private static IEnumerable<(int Start, int Count)> Begun(StepProgress? progress, Direction direction, int operations)
    {
        if (progress is not null)
        {
            yield return direction == Direction.Forward
                ? (progress.Completed, progress.InHand)
                : (operations - progress.Completed - progress.InHand, progress.InHand);
        }
    }

    /// <summary>
    /// Neighbours on one collection that run at the same site make one group, as long as they compile into one expression; but those that were
    /// <paramref name="begun"/> as one stay one.
    /// </summary>
    private static List<List<PlannedOperation>> Group(IReadOnlyList<PlannedOperation> authored, IReadOnlyList<(int Start, int Count)> begun, IPassStore store, bool keepOrder)
    {
        var groups = new List<List<PlannedOperation>>();
        var chain = new List<ReshapeOperation>();
        var server = false;
        var end = 0;
        foreach (var (operation, place) in authored.Select(static (operation, place) => (operation, place)))
        {
            if (place < end)
            {
                groups[^1].Add(operation);
                continue;
            }

            if (begun.Any(range => range.Start == place))
            {
                chain.Clear();
                end = begun.Where(range => range.Start == place).Max(static range => range.Start + range.Count);
                if (end > place)
                {
                    groups.Add([operation]);
                    continue;
                }
            }

            if (operation.Authored is not ReshapeOperation reshape)
            {
                chain.Clear();
                groups.Add([operation]);
                continue;
            }

            var alone = store.Compile([reshape], keepOrder) is not null;
            var joins = chain.Count > 0 && chain[0].Collection == reshape.Collection && alone == server
                && (!alone || store.Compile([.. chain, reshape], keepOrder) is not null);
            if (joins)
            {
                groups[^1].Add(operation);
            }
            else
            {
                chain.Clear();
                groups.Add([operation]);
                server = alone;
            }

            chain.Add(reshape);
        }

        return groups;
    }
}
