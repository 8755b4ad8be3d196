using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>A top-level field that is new or has another value.</summary>
public sealed class ChangedField
{
    private JToken? _value;
    private string? _text;

    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public ChangedField(string name, JToken value) => (Name, _value) = (name, value);

    /// <param name="name">The field.</param>
    /// <param name="text">Its value as JSON text, in the store form.</param>
    public ChangedField(string name, string text) => (Name, _text) = (name, text);

    /// <summary>The field.</summary>
    public string Name { get; }

    /// <summary>Its value. Never changed.</summary>
    public JToken Value => _value ??= DocumentReader.ReadValue(_text!);

    /// <summary>Its value as JSON text, in the store form.</summary>
    public string Text => _text ??= DocumentWriter.Write(_value!);
}
