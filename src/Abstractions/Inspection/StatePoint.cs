using DocMigrate.State;

namespace DocMigrate.Inspection;

/// <summary>The state of a store at a point of its history.</summary>
/// <param name="After">The migration that made it; null for the beginning.</param>
/// <param name="State">The state; null for a store that nothing has touched.</param>
public sealed record StatePoint(MigrationId? After, IStoreState? State);
