namespace DocMigrate.Models;

/// <summary>An index of an entity. Immutable.</summary>
/// <param name="Name">The name; null for the default name.</param>
/// <param name="Properties">The stored names; dotted paths in documents.</param>
/// <param name="Unique">Whether no two rows or documents may have the same values.</param>
public sealed record IndexModel(string? Name, ValueList<string> Properties, bool Unique);
