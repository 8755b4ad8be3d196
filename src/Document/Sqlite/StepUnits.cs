using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Planning;

namespace DocMigrate.Document.Sqlite;

/// <summary>Divides a step. The division is made of the operations as authored, so that it is the same in both directions: a pass that was half done is undone as one.</summary>
internal static class StepUnits
{
    public static IReadOnlyList<StepUnit> Of(PlanStep step)
    {
        var groups = Group([.. step.Operations.OrderBy(static operation => operation.Index)]);
        if (step.Direction == Direction.Backward)
        {
            groups.Reverse();
        }

        var units = new List<StepUnit>();
        var position = 0;
        foreach (var group in groups)
        {
            var planned = step.Operations.Skip(position).Take(group.Count).ToValueList();
            units.Add(new StepUnit(position, group.Count, AsPass(planned, position)));
            position += group.Count;
        }

        return units;
    }

    private static ReshapePass? AsPass(ValueList<PlannedOperation> planned, int position)
    {
        var operations = planned.Select(static operation => operation.Effective).OfType<ReshapeOperation>().ToValueList();
        return operations.Count != planned.Count
            ? null
            : new ReshapePass
            {
                Position = position,
                Planned = planned,
                Operations = operations,
                Server = ReshapeCompiler.Compile(operations, CollectionTable.Column),
            };
    }

    /// <summary>Neighbours on one collection that run at the same site make one group, as long as they compile into one expression.</summary>
    private static List<List<PlannedOperation>> Group(IReadOnlyList<PlannedOperation> authored)
    {
        var groups = new List<List<PlannedOperation>>();
        var chain = new List<ReshapeOperation>();
        var server = false;
        foreach (var operation in authored)
        {
            if (operation.Authored is not ReshapeOperation reshape)
            {
                chain.Clear();
                groups.Add([operation]);
                continue;
            }

            var alone = ReshapeCompiler.Compile([reshape], CollectionTable.Column) is not null;
            var joins = chain.Count > 0 && chain[0].Collection == reshape.Collection && alone == server
                && (!alone || ReshapeCompiler.Compile([.. chain, reshape], CollectionTable.Column) is not null);
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
