using DocMigrate.State;

namespace DocMigrate.Inspection;

/// <summary>The state of a store at a point of its history.</summary>
/// <param name="After">The migration that made it; null for the beginning.</param>
/// <param name="State">The state; null for a store that nothing has touched.</param>
/// <param name="Late">How many documents the run of that migration left undone, because they appeared or changed while it ran; null when that is not recorded.</param>
public sealed record StatePoint(MigrationId? After, IStoreState? State, long? Late = null);
