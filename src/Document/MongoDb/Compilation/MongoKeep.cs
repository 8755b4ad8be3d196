using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>A value that is kept aside before a document changes, as aggregation expressions over the document as read.</summary>
/// <param name="Operation">The operation's place in the pass.</param>
/// <param name="Path">The path that the operation names.</param>
/// <param name="When">The condition, for documents for which the guard holds. Never an error, whatever the document is.</param>
/// <param name="Taken">The value taken; where it gives nothing, nothing was there. An error at most where <paramref name="When"/> does not hold.</param>
/// <param name="Put">
/// What is put in its place; null when nothing is. The server has no function for its <see cref="Values.DocumentHash"/>: the value is stored, and hashed when it is read. An error at most
/// where <paramref name="When"/> does not hold.
/// </param>
internal sealed record MongoKeep(int Operation, ValueList<string> Path, JToken When, JToken Taken, JToken? Put);
