namespace DocMigrate.Operations;

/// <summary>The stable name under which an operation type is serialised, in the ledger for instance. Never renamed, never reused.</summary>
/// <param name="Name">The name: camelCase, as in <c>addColumn</c>.</param>
/// <param name="Type">The sealed record that derives from <see cref="MigrationOperation"/>.</param>
public sealed record OperationKind(string Name, Type Type);
