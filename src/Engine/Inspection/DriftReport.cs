using DocMigrate.Inspection;

namespace DocMigrate.Engine.Inspection;

/// <summary>Where the stores are not what the applied migrations made.</summary>
/// <param name="Drifted">Whether there is anything.</param>
/// <param name="Stores">The stores that were looked into, in the order of the configuration.</param>
/// <param name="Late">The documents that runs left undone because others wrote them meanwhile.</param>
/// <param name="NotChecked">The stores that were not looked into, because their provider has no way to.</param>
public sealed record DriftReport(bool Drifted, ValueList<StoreDrift> Stores, ValueList<LateReport> Late, ValueList<string> NotChecked);
