using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.Planning;
using DocMigrate.State;

namespace DocMigrate.Engine.Planning;

/// <summary>Makes steps by replaying operations over a state that moves on with them. Not thread-safe.</summary>
/// <param name="state">The state to start from.</param>
internal sealed class StepPlanner(ProjectState state)
{
    /// <summary>The state after everything that was replayed or planned forwards so far.</summary>
    public ProjectState State { get; private set; } = state;

    /// <summary>Moves the state over operations that are applied already.</summary>
    /// <exception cref="StateException">An operation does not fit; the message names the migration.</exception>
    public void Replay(MigrationDefinition migration, string store)
    {
        foreach (var operation in migration.Operations.Where(operation => operation.Store == store))
        {
            Move(migration.Id, operation);
        }
    }

    /// <summary>The step that applies the operations of a store.</summary>
    /// <exception cref="StateException">An operation does not fit; the message names the migration.</exception>
    public PlanStep Forward(MigrationDefinition migration, string store)
    {
        var operations = new List<PlannedOperation>();
        foreach (var operation in migration.Operations.Where(operation => operation.Store == store))
        {
            var before = State[store];
            Move(migration.Id, operation);
            operations.Add(new PlannedOperation
            {
                Index = operations.Count,
                Authored = operation.Operation,
                Effective = operation.Operation,
                Before = before,
                After = State[store],
                Loss = operation.Operation.Loss(Direction.Forward),
            });
        }

        return new PlanStep { Migration = migration.Id, Store = store, Direction = Direction.Forward, Operations = operations.ToValueList() };
    }

    /// <summary>The step that undoes what a forward step applies.</summary>
    public static PlanStep Backward(PlanStep forward) => forward with
    {
        Direction = Direction.Backward,
        Operations = forward.Operations.Reverse().Select(Undo).ToValueList(),
    };

    private static PlannedOperation Undo(PlannedOperation operation)
    {
        var loss = operation.Authored.Loss(Direction.Backward);
        var reverse = loss == LossClass.Irreversible ? null : operation.Authored.Reverse(operation.Before);
        return operation with
        {
            Effective = reverse,
            Before = operation.After,
            After = operation.Before,
            Loss = reverse is null ? LossClass.Irreversible : loss,
        };
    }

    private void Move(MigrationId migration, StoreOperation operation)
    {
        try
        {
            State = State.Apply(operation);
        }
        catch (StateException error) when (error.Migration is null)
        {
            throw error.In(migration, operation.Store);
        }
    }
}
