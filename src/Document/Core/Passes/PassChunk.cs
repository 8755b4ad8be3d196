namespace DocMigrate.Document.Passes;

/// <summary>The next documents of a pass.</summary>
/// <param name="To">The last one.</param>
/// <param name="Documents">How many they are.</param>
public sealed record PassChunk(DocumentKey To, long Documents);
