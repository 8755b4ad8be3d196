namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>A value that the server keeps aside before it changes a document.</summary>
/// <param name="Operation">The operation's place in the pass.</param>
/// <param name="Path">The path that the operation names.</param>
/// <param name="When">The condition, in terms of the document as read.</param>
/// <param name="Taken">The value taken, as JSON text.</param>
/// <param name="Put">What is put in its place, as JSON text; null when nothing is.</param>
internal sealed record ServerKeep(int Operation, ValueList<string> Path, string When, string Taken, string? Put);
