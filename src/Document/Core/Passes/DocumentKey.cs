using System.Diagnostics;
using System.Text.Json.Serialization;

namespace DocMigrate.Document.Passes;

/// <summary>Where a document is in the order in which passes go over its collection, in the store's own words. Immutable.</summary>
/// <param name="Json">
/// The key as one JSON value: <c>17</c> for a number that the table keeps, <c>"0b9e…"</c> for a uuid, <c>{"$oid":"…"}</c> for a MongoDB id. It is stored in cursors as it
/// is; only the store that made it reads it.
/// </param>
[JsonConverter(typeof(DocumentKeyJsonConverter))]
[DebuggerDisplay("{Json,nq}")]
public readonly record struct DocumentKey(string Json)
{
    /// <inheritdoc/>
    public override string ToString() => Json;
}
