namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>A kept value, or a mark.</summary>
/// <param name="Set">The set that it is in.</param>
/// <param name="Document">The document's id, as JSON text.</param>
/// <param name="Path">The path, as stored.</param>
/// <param name="Taken">The value taken, as JSON text; null where nothing was there, and for a mark.</param>
/// <param name="PutHash">The hash of what was put; null when nothing was, and for a mark.</param>
internal sealed record ShadowRow(long Set, string Document, string Path, string? Taken, string? PutHash);
