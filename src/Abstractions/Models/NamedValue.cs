namespace DocMigrate.Models;

/// <summary>A text that a property may have as its value: the name of an enum's member, or of a class among several.</summary>
/// <param name="Name">The text as stored.</param>
/// <param name="RenamedFrom">What it was stored as before; null (the default) when it was not renamed.</param>
public sealed record NamedValue(string Name, string? RenamedFrom = null);
