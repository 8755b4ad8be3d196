using DocMigrate.History;

namespace DocMigrate.Engine.Reporting;

/// <summary>A migration that is taken out of the history. Immutable.</summary>
/// <param name="Migration">Which.</param>
/// <param name="Status">Where it stands: what it did to the stores stays, and can no longer be rolled back.</param>
/// <param name="Stores">The stores that it is recorded on.</param>
/// <param name="KeptAside">How many values, rows or documents are aside for it. They stay; nothing brings them back but the migration itself, recorded again.</param>
public sealed record PrunedMigrationReport(string Migration, MigrationStatus Status, ValueList<string> Stores, long KeptAside);
