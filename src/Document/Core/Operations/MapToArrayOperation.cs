using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Turns an object keyed by data into an array, in the order of the keys. An array, null and a missing field stay; other types do not fit.</summary>
public sealed record MapToArrayOperation : ReshapeOperation
{
    /// <summary>The object.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>The key under which each element has its key, first in the element.</summary>
    public required string KeyField { get; init; }

    /// <summary>
    /// The key under which each element has its value, of any type. Null (the default): the values must be objects without
    /// <see cref="KeyField"/>, and the elements are these objects.
    /// </summary>
    public string? ValueField { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment(Collection, OperationText.Name(Path), "to_array");

    /// <inheritdoc/>
    public override string Describe() => $"Turn the object {Path}{OperationText.In(Collection)} into an array";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => Removed(Path, next);

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Find(Path) is not { } map || map.Value.IsNull())
        {
            return ReshapeResult.Unchanged;
        }

        if (map.Value is JArray)
        {
            return scope.Mark(Path);
        }

        if (!Wrappers.IsSubdocument(map.Value))
        {
            return scope.Misfit(Path, $"{map.Value.Describe()} can't be turned into an array");
        }

        if (scope.KeptAt(Path) is { } kept && RestoreFieldOperation.IsAsPut(map.Value, kept))
        {
            map.Put(kept.Taken!.DeepClone());
            return ReshapeResult.Changed;
        }

        var properties = ((JObject)map.Value).Properties();
        var array = new JArray();
        foreach (var property in scope.KeyOrder is { } order ? properties.OrderBy(static property => property.Name, order) : properties)
        {
            var element = new JObject(new JProperty(KeyField, new JValue(property.Name)));
            if (ValueField is not null)
            {
                element.Add(ValueField, property.Value.DeepClone());
            }
            else if (!Wrappers.IsSubdocument(property.Value))
            {
                return scope.Misfit(Path, $"a value in it is {property.Value.Describe()}, not an object");
            }
            else if (((JObject)property.Value).Has(KeyField))
            {
                return scope.Misfit(Path, $"a value in it has the field '{KeyField}' already");
            }
            else
            {
                element.Add(((JObject)property.Value.DeepClone()).Properties());
            }

            array.Add(element);
        }

        map.Put(array);
        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape)
    {
        if (shape.Find(Path) is not { Kind: ShapeKind.Map, Element: { } value } map)
        {
            return shape;
        }

        var element = ValueField is not null
            ? FieldShape.Object(fields => fields.Field(KeyField, FieldShape.String).Field(ValueField, value))
            : value.Kind == ShapeKind.Object ? value.WithField(KeyField, FieldShape.String) : FieldShape.Any;
        return shape.Set(Path, FieldShape.List(element) with { Nullable = map.Nullable });
    }

    internal override ReshapeOperation Undo(FieldShape? before) => new ArrayToMapOperation
    {
        Collection = Collection, OnError = OnError, Path = Path, KeyField = KeyField, ValueField = ValueField,
    };

    internal override void Validate()
    {
        Require(Path);
        RequireKeys(ValueField is null ? [KeyField] : [KeyField, ValueField], 1);
    }
}
