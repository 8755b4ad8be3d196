using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

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
    public override string NameFragment => OperationText.Fragment(Collection, OperationText.Name(Path), "to_map");

    /// <inheritdoc/>
    public override string Describe() => $"Turn the array {Path}{OperationText.In(Collection)} into an object keyed by {KeyField}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => Removed(Path, next);

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Find(Path) is not { } property || property.Value.IsNull())
        {
            return ReshapeResult.Unchanged;
        }

        if (Wrappers.IsSubdocument(property.Value))
        {
            return scope.Mark(Path);
        }

        if (property.Value is not JArray array)
        {
            return scope.Misfit(Path, $"{property.Value.Describe()} can't be turned into an object");
        }

        var map = new JObject();
        for (var i = 0; i < array.Count; i++)
        {
            if (Add(map, array[i]) is { } reason)
            {
                return scope.Misfit(Path, $"element {i} {reason}");
            }
        }

        // Where the store has an order of its own for keys, another one of the elements would be lost.
        if (scope.KeyOrder is { } order && !map.Properties().Zip(map.Properties().Skip(1)).All(pair => order.Compare(pair.First.Name, pair.Second.Name) < 0))
        {
            scope.Keep(Path, array, map);
        }

        property.Put(map);
        return ReshapeResult.Changed;
    }

    private string? Add(JObject map, JToken element)
    {
        if (!Wrappers.IsSubdocument(element))
        {
            return $"is {element.Describe()}, not an object";
        }

        var copy = (JObject)element.DeepClone();
        if (copy.Property(KeyField, StringComparison.Ordinal) is not { Value: JValue { Value: string key } } keyProperty)
        {
            return $"has no text in '{KeyField}'";
        }

        if (Wrappers.IsReserved(key))
        {
            return "has a key that is reserved for Extended JSON";
        }

        if (map.Has(key))
        {
            return "has a key that another element has";
        }

        keyProperty.Remove();
        if (ValueField is null)
        {
            map.Add(key, copy);
            return null;
        }

        if (copy.Count != 1 || copy.Property(ValueField, StringComparison.Ordinal) is not { } value)
        {
            return $"has not just '{KeyField}' and '{ValueField}'";
        }

        map.Add(key, value.Take());
        return null;
    }

    internal override FieldShape Reshaped(FieldShape shape)
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

    internal override ReshapeOperation Undo(FieldShape? before) => new MapToArrayOperation
    {
        Collection = Collection, OnError = OnError, Path = Path, KeyField = KeyField, ValueField = ValueField,
    };

    internal override void Validate()
    {
        Require(Path);
        RequireKeys(ValueField is null ? [KeyField] : [KeyField, ValueField], 1);
    }
}
