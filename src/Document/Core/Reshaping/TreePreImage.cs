using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Reshaping;

/// <summary>A document that is in memory, and is changed by nobody.</summary>
/// <param name="document">The document.</param>
internal sealed class TreePreImage(JObject document) : IPreImage
{
    public JObject Read() => (JObject)document.DeepClone();

    public bool IsSame(JObject other) => DocumentEquality.Equals(document, other);
}
