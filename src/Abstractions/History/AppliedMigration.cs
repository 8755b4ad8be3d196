namespace DocMigrate.History;

/// <summary>A migration that is applied, in few words. Immutable.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Hash">The content hash that was recorded.</param>
public readonly record struct AppliedMigration(MigrationId Migration, string Hash);
