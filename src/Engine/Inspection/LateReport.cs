namespace DocMigrate.Engine.Inspection;

/// <summary>Documents that the run of a migration left undone.</summary>
/// <param name="Store">The store.</param>
/// <param name="Migration">The migration.</param>
/// <param name="Count">How many, as the history has it.</param>
public sealed record LateReport(string Store, string Migration, long Count);
