namespace DocMigrate.Operations;

/// <summary>What an operation and a later one come to: the answer of <see cref="MigrationOperation.Reduce"/>. Immutable.</summary>
public sealed class Reduction
{
    private Reduction(bool replaces, MigrationOperation? operation)
    {
        Replaces = replaces;
        Operation = operation;
    }

    /// <summary>The order of the two matters, and nothing takes their place.</summary>
    public static Reduction Barrier { get; } = new(false, null);

    /// <summary>They have nothing to do with each other: one may pass the other.</summary>
    public static Reduction Pass { get; } = new(false, null);

    /// <summary>They undo each other: nothing is left of them.</summary>
    public static Reduction Nothing { get; } = new(true, null);

    /// <summary>Whether the two are no longer needed.</summary>
    public bool Replaces { get; }

    /// <summary>The operation that takes the place of both; null when nothing is left of them, and when they stay.</summary>
    public MigrationOperation? Operation { get; }

    /// <summary>This operation does what the two did: the same data, the same state, and on the way back the same data again.</summary>
    public static Reduction To(MigrationOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return new Reduction(true, operation);
    }
}
