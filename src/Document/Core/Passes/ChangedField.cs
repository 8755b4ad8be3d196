using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>A top-level field that is new or has another value.</summary>
/// <param name="Name">The field.</param>
/// <param name="Value">Its value. Never changed.</param>
public sealed record ChangedField(string Name, JToken Value)
{
    /// <summary>Its value as JSON text, in the store form. Made anew at each call.</summary>
    public string Text => DocumentWriter.Write(Value);
}
