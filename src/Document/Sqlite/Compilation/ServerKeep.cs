namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>A value that the server keeps aside before it changes a document.</summary>
/// <param name="Operation">The operation's place in the pass.</param>
/// <param name="Path">The path that the operation names.</param>
/// <param name="When">The condition, in terms of the document as read.</param>
/// <param name="Taken">The value taken, as JSON text; NULL when there was none.</param>
/// <param name="PutHash">The hash of the value put in its place; null when none is.</param>
internal sealed record ServerKeep(int Operation, ValueList<string> Path, string When, string Taken, string? PutHash = null)
{
    /// <summary>
    /// The function that a guard calls, true always, to have a value of the document in hand kept: the operation's place, the path, the value taken and the value put
    /// as JSON text. For values that are kept now and then; what is kept of every document is a <see cref="ServerKeep"/>.
    /// </summary>
    public const string Function = "_docmigrate_keep";
}
