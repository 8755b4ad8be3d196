using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>A document as it will be.</summary>
/// <param name="Key">Its place in the order of passes.</param>
/// <param name="Document">Its content; null when it stays as it is stored.</param>
public sealed record DocumentImage(DocumentKey Key, JObject? Document);
