namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>A value that a guard noted.</summary>
/// <param name="Key">The key of the document's row.</param>
/// <param name="Operation">The operation's place in the pass.</param>
/// <param name="Path">The path, as stored.</param>
/// <param name="Taken">The value taken, as JSON text; null when there was none.</param>
/// <param name="Put">The value put, as JSON text.</param>
internal sealed record CapturedValue(RowKey Key, int Operation, string Path, string? Taken, string Put);
