namespace DocMigrate.Engine.Reporting;

/// <summary>A migration file.</summary>
/// <param name="Migration">The migration, <c>module.name</c>.</param>
/// <param name="Path">The absolute path.</param>
/// <param name="Text">The C# code.</param>
/// <param name="Operations">What it does, an entry for each operation: <c>store: description</c>.</param>
public sealed record MigrationFileReport(string Migration, string Path, string Text, ValueList<string> Operations);
