using DocMigrate.Planning;

namespace DocMigrate.Engine.Reporting;

/// <summary>An operation of a <see cref="PlanStepReport"/>.</summary>
public sealed record PlanOperationReport
{
    /// <summary>The stable name of the operation that the migration declares, as in <c>addColumn</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What is run, in words; for one that can't go back, what the migration declares.</summary>
    public required string Description { get; init; }

    /// <summary>Forwards: whether it can be undone. Backwards: whether it can be run.</summary>
    public required bool Reversible { get; init; }

    /// <summary>What it loses in this direction.</summary>
    public required LossClass Loss { get; init; }

    /// <summary>Where the work is done.</summary>
    public required ExecutionSite Execution { get; init; }

    /// <summary>How many documents or rows it may touch; null when unknown or when it touches none.</summary>
    public required long? EstimatedDocuments { get; init; }

    internal static PlanOperationReport From(PlannedOperation operation, Direction direction, string kind) => new()
    {
        Kind = kind,
        Description = (operation.Effective ?? operation.Authored).Describe(),
        Reversible = direction == Direction.Forward
            ? operation.Authored.Loss(Direction.Backward) != LossClass.Irreversible
            : operation.Effective is not null,
        Loss = operation.Loss,
        Execution = operation.Execution,
        EstimatedDocuments = operation.EstimatedDocuments,
    };
}
