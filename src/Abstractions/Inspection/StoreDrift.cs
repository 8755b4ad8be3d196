namespace DocMigrate.Inspection;

/// <summary>Where a store is not what the applied migrations made.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Parts">What was looked at: collections, by name.</param>
public sealed record StoreDrift(string Store, ValueList<DriftPart> Parts);
