namespace DocMigrate.Comparison;

/// <summary>Says that something was renamed. Names are as stored, not the C# names.</summary>
/// <param name="Entity">The table or collection, by its new name; null when the hint renames a table or collection itself.</param>
/// <param name="From">The old name; in documents a dotted path of property names inside the collection.</param>
/// <param name="To">The new name, likewise; empty when it is said that nothing took the old one's place.</param>
public sealed record RenameHint(string? Entity, string From, string To);
