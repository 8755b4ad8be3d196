using DocMigrate.Operations;

namespace DocMigrate.Engine.Optimization;

/// <summary>An operation in its place in a chain.</summary>
internal sealed class ChainNode(MigrationOperation operation, int rank)
{
    public MigrationOperation Operation { get; } = operation;

    /// <summary>The place; a node that takes the place of another has its rank.</summary>
    public int Rank { get; } = rank;

    public bool Removed { get; set; }

    public ValueList<OperationTouch> Touches { get; } = operation.Touches();

    /// <summary>Whether it may touch anything.</summary>
    public bool IsOpaque => Touches.Any(static touch => touch.Subject is null);
}
