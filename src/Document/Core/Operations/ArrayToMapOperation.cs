using System.Text.Json.Serialization;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Turns an array of objects into an object keyed by one of their fields. An object, null and a missing field stay; keys that are no text, reserved for
/// Extended JSON or there twice, and other types, do not fit.
/// </summary>
public sealed record ArrayToMapOperation : ReshapeOperation
{
    /// <summary>The array.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>The key under which each element has its key.</summary>
    public required string KeyField { get; init; }

    /// <summary>The key under which each element has its value, and nothing but the two; null (the default): what else the element has is the value.</summary>
    public string? ValueField { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment(Collection, Path.Name, "to_map");

    /// <inheritdoc/>
    public override string Describe() => $"Turn the array {Path}{OperationText.In(Collection)} into an object keyed by {KeyField}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override FieldShape Reshape(FieldShape shape)
    {
        if (shape.Find(Path) is not { Kind: ShapeKind.List, Element: { } element } list)
        {
            return shape;
        }

        var value = ValueField is not null
            ? element.Field(ValueField) ?? FieldShape.Any
            : element.Kind == ShapeKind.Object ? element.WithoutField(KeyField) : FieldShape.Any;
        return shape.Set(Path, FieldShape.Map(value) with { Nullable = list.Nullable });
    }

    internal override ReshapeOperation ReverseOn(FieldShape? before) => new MapToArrayOperation
    {
        Collection = Collection, OnError = OnError, Path = Path, KeyField = KeyField, ValueField = ValueField,
    };

    internal override void Validate()
    {
        Require(Path);
        RequireKeys(ValueField is null ? [KeyField] : [KeyField, ValueField], 1);
    }
}
