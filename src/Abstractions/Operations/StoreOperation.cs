namespace DocMigrate.Operations;

/// <summary>An operation and the store that it is for.</summary>
/// <param name="Store">The store's name in the configuration.</param>
/// <param name="Operation">The operation.</param>
public sealed record StoreOperation(string Store, MigrationOperation Operation);
