using DocMigrate.History;

namespace DocMigrate.Engine.Reporting;

/// <summary>Where a migration stands on one store.</summary>
/// <param name="Store">The store.</param>
/// <param name="Status">Where it stands.</param>
public sealed record StoreReport(string Store, MigrationStatus Status);
