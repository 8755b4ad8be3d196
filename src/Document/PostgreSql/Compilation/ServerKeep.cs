namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>A value that the server keeps aside before it changes a document.</summary>
/// <param name="Operation">The operation's place in the pass.</param>
/// <param name="Path">The path that the operation names.</param>
/// <param name="When">The condition, in terms of the document as read, for documents for which the guard holds. Never an error, whatever the document is.</param>
/// <param name="Taken">The value taken, of type jsonb; NULL for nothing.</param>
/// <param name="Put">What is put in its place, in the store form of <see cref="Values.DocumentWriter"/>, as text; null when nothing is.</param>
internal sealed record ServerKeep(int Operation, ValueList<string> Path, string When, string Taken, string? Put)
{
    /// <summary>The hash of what is put (<see cref="Values.DocumentHash"/>), or NULL.</summary>
    public string PutHash => Put is null ? "NULL" : $"left(encode(sha256(convert_to({Put}, 'UTF8')), 'hex'), 32)";
}
