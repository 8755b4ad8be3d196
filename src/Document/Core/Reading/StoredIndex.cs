namespace DocMigrate.Document.Reading;

/// <summary>An index as a store has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unique">Whether no two documents may have equal values.</param>
public sealed record StoredIndex(string Name, bool Unique);
