namespace DocMigrate.Document.Passes;

/// <summary>Documents that a unique index takes for equal.</summary>
/// <param name="Groups">How many groups there are of documents with equal values.</param>
/// <param name="Documents">How many documents are in all of them.</param>
/// <param name="Samples">The ids of some documents of some groups, in the order of passes, as text for a person.</param>
public sealed record UniqueCollisions(long Groups, long Documents, IReadOnlyList<IReadOnlyList<string>> Samples);
