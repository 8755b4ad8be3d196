using DocMigrate.Operations;

namespace DocMigrate;

/// <summary>A migration as data. Immutable.</summary>
public sealed record MigrationDefinition
{
    /// <summary>Which migration.</summary>
    public required MigrationId Id { get; init; }

    /// <summary>The migrations that must be applied before it.</summary>
    public ValueList<MigrationId> Dependencies { get; init; } = [];

    /// <summary>The migrations whose place it takes, in the order in which they applied; empty (the default) for one that is no squash.</summary>
    public ValueList<MigrationId> Replaces { get; init; } = [];

    /// <summary>It and these, every two of them, may be applied in any order. Empty by default: what changes one table or collection has one order.</summary>
    public ValueList<MigrationId> CommutesWith { get; init; } = [];

    /// <summary>The operations of all stores, in the order in which they were declared.</summary>
    public ValueList<StoreOperation> Operations { get; init; } = [];

    /// <summary>The stores that it touches, in the order of their first operation.</summary>
    public IReadOnlyList<string> Stores => [.. Operations.Select(static operation => operation.Store).Distinct(StringComparer.Ordinal)];

    /// <summary>The operations on one store, in order.</summary>
    public ValueList<MigrationOperation> OperationsOn(string store) =>
        Operations.Where(operation => operation.Store == store).Select(static operation => operation.Operation).ToValueList();
}
