using DocMigrate.Operations;

namespace DocMigrate.History;

/// <summary>What makes a store what it is, twice: as the code says, and as it was done. Immutable.</summary>
/// <param name="Expected">The operations of the migrations in the code, in the order in which they apply.</param>
/// <param name="Applied">The operations of the applied migrations as the history has them, in that order; with the code's own C# where the code has the migration unchanged.</param>
public sealed record StoreOperations(ValueList<MigrationOperation> Expected, ValueList<MigrationOperation> Applied);
