namespace DocMigrate.Inspection;

/// <summary>What is in a store.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Parts">What was found, in the order of the request.</param>
/// <param name="Emitted">The text that <see cref="InspectionRequest.Emit"/> asked for; null when it asked for none.</param>
public sealed record StoreInspection(string Store, ValueList<InspectedPart> Parts, string? Emitted);
