namespace DocMigrate.Document.Passes;

/// <summary>What the server did of a chunk.</summary>
/// <param name="Changed">How many documents it changed.</param>
/// <param name="Shadowed">How many values it kept aside, without marks, for each operation of the pass.</param>
/// <param name="Left">The documents that it left alone, because its expressions are not exact for them: they are done in process, in the same transaction.</param>
public sealed record ServerChunk(long Changed, IReadOnlyList<long> Shadowed, IReadOnlyList<DocumentKey> Left);
