using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Passes;

/// <summary>Operations that are done in one scan over one collection.</summary>
public sealed record ReshapePass
{
    /// <summary>The operations, in the order of execution; at least one, all on one collection and in one direction.</summary>
    public required ValueList<PassOperation> Operations { get; init; }

    /// <summary>The chain as the server runs it; null when it runs in process.</summary>
    public required ICompiledReshape? Server { get; init; }

    /// <summary>Which collection.</summary>
    public string Collection => Operations[0].Operation.Collection;

    /// <summary>Applied or undone.</summary>
    public Direction Direction => Operations[0].Step.Direction;

    /// <summary>The direction whose kept values are restored, and whose quarantine ends.</summary>
    public Direction Opposite => Direction == Direction.Forward ? Direction.Backward : Direction.Forward;

    /// <summary>What is run, in order.</summary>
    public ValueList<ReshapeOperation> Chain => Operations.Select(static operation => operation.Operation).ToValueList();

    /// <summary>Whether a document that the pass is done with can be told by looking from one that it is not: doing it twice does no harm.</summary>
    /// <remarks>Not of operations of several migrations: a document in quarantine may stand between two of them, and looks like one that was written meanwhile.</remarks>
    public bool Disjoint => Migrations.Count() == 1 && WorkTests.TellsApart(Chain);

    /// <summary>What is done with documents that come meanwhile, where the pass can't tell old from new: what all operations that can't say.</summary>
    public UnstampedPolicy Unstamped
    {
        get
        {
            var unsure = Operations.Where(static operation => !operation.Operation.Disjoint).DefaultIfEmpty(Operations[0]);
            var policies = unsure.Select(static operation => operation.Operation.Unstamped).Distinct().ToList();
            return policies.Count == 1 ? policies[0] : UnstampedPolicy.Report;
        }
    }

    /// <summary>Whether keys keep their places (<see cref="Planning.PlanStep.KeepOrder"/>).</summary>
    public bool KeepsOrder => Operations[0].Step.KeepOrder;

    /// <summary>The operations in words.</summary>
    public string Description => string.Join("; ", Operations.Select(static operation => operation.Operation.Describe()));

    /// <summary>The migrations of the pass, in the order of execution.</summary>
    public IEnumerable<MigrationId> Migrations => Operations.Select(static operation => operation.Step.Migration).Distinct();

    /// <summary>The authored place of a migration's operation that comes first forwards: names its part of the pass in both directions.</summary>
    public int First(MigrationId migration) => Operations.Where(operation => operation.Step.Migration == migration).Min(static operation => operation.Planned.Index);
}
