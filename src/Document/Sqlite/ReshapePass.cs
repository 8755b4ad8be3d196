using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Planning;

namespace DocMigrate.Document.Sqlite;

/// <summary>Operations of a step that are done in one scan over one collection.</summary>
internal sealed record ReshapePass
{
    /// <summary>Where the pass begins among the step's operations, in the order of execution.</summary>
    public required int Position { get; init; }

    /// <summary>The operations, in the order of execution.</summary>
    public required ValueList<PlannedOperation> Planned { get; init; }

    /// <summary>What is run, in the same order.</summary>
    public required ValueList<ReshapeOperation> Operations { get; init; }

    /// <summary>The chain as SQL; null when it runs in process.</summary>
    public required CompiledReshape? Server { get; init; }

    /// <summary>Which collection.</summary>
    public string Collection => Operations[0].Collection;

    /// <summary>The authored place of the operation that comes first forwards: names the pass in both directions.</summary>
    public int First => Planned.Min(static operation => operation.Index);

    /// <summary>Whether old and new shape can be told apart for each operation.</summary>
    public bool Disjoint => Operations.All(static operation => operation.Disjoint);

    /// <summary>The operations in words.</summary>
    public string Description => string.Join("; ", Operations.Select(static operation => operation.Describe()));
}
