namespace DocMigrate.Operations;

/// <summary>What an operation and a later one come to: the answer of <see cref="MigrationOperation.Reduce"/>. Immutable.</summary>
public sealed class Reduction
{
    private Reduction(ValueList<MigrationOperation>? operations) => Operations = operations;

    /// <summary>The order of the two matters, and nothing takes their place.</summary>
    public static Reduction Barrier { get; } = new(null);

    /// <summary>They have nothing to do with each other: one may pass the other.</summary>
    public static Reduction Pass { get; } = new(null);

    /// <summary>They undo each other: nothing is left of them.</summary>
    public static Reduction Nothing { get; } = new([]);

    /// <summary>What takes the place of both, in order; empty when nothing does, null when nothing can.</summary>
    public ValueList<MigrationOperation>? Operations { get; }

    /// <summary>These operations, together, do what the two did: the same data, the same state, and on the way back the same data again.</summary>
    public static Reduction To(params ValueList<MigrationOperation> operations) => new(operations);
}
