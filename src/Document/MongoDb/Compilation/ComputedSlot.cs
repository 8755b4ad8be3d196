using DocMigrate.Document.Compilation;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>A value made from others.</summary>
/// <param name="Value">An expression; where it gives nothing, nothing is there.</param>
internal sealed record ComputedSlot(JToken Value) : Slot;
