using DocMigrate.Inspection;

namespace DocMigrate.Engine.Inspection;

/// <summary>What is in the stores.</summary>
/// <param name="Stores">The stores, in the order of the configuration.</param>
public sealed record InspectReport(ValueList<StoreInspection> Stores);
