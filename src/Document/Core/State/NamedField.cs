using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.State;

/// <summary>A field of an object shape.</summary>
/// <param name="Name">The key.</param>
/// <param name="Shape">What it holds.</param>
public sealed record NamedField(string Name, FieldShape Shape)
{
    /// <summary>What documents get that lack it when it is new; null (the default) for nothing. Known of models only; no part of equality.</summary>
    [JsonIgnore]
    public JToken? Default { get; init; }

    /// <inheritdoc/>
    public bool Equals(NamedField? other) => other is not null && Name == other.Name && Shape == other.Shape;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Shape);
}
