namespace DocMigrate.Engine.Reporting;

/// <summary>A difference between what a migration was when it was applied and what its code says now. Immutable.</summary>
/// <param name="Store">The store.</param>
/// <param name="Change">What became of the operation since.</param>
/// <param name="Operation">The operation in words; of one that was changed, as it was applied.</param>
/// <param name="Details">Of one that was changed, what differs: <c>maxLength: 100 -> 200</c>. Else empty.</param>
public sealed record OperationChange(string Store, OperationChangeKind Change, string Operation, ValueList<string> Details)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Store}: {Change.ToString().ToLowerInvariant()} \"{Operation}\"{(Details.Count == 0 ? "" : $" ({string.Join(", ", Details)})")}";
}
