using DocMigrate.Document.MongoDb.Bson;

namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>Documents that a command carries beside its body: an array field of the command, which is sent without being copied into it.</summary>
/// <param name="Field">The field that they belong to: <c>documents</c>, <c>updates</c>, <c>deletes</c>, <c>ops</c>, <c>nsInfo</c>.</param>
/// <param name="Documents">The documents, in their order.</param>
public sealed record DocumentSequence(string Field, IReadOnlyList<RawDocument> Documents);
