using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Makes a value an array that has it as its one element. Null and a missing field stay, and so does an array: such a document is marked.</summary>
public sealed record WrapInArrayOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>What the field is from now on; null (the default) for an array of what it was. Only the way back of <see cref="UnwrapArrayOperation"/> states it.</summary>
    public FieldShape? Shape { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("wrap", Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => $"Wrap field {Path}{OperationText.In(Collection)} in an array";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => Removed(Path, next);

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Find(Path) is not { } property)
        {
            return ReshapeResult.Unchanged;
        }

        if (scope.KeptAt(Path) is { } kept && RestoreFieldOperation.IsAsPut(property.Value, kept))
        {
            property.Put(kept.Taken!.DeepClone());
            return ReshapeResult.Changed;
        }

        if (property.Value.IsNull())
        {
            return ReshapeResult.Unchanged;
        }

        if (property.Value is JArray)
        {
            return scope.Mark(Path);
        }

        var value = property.Value;
        property.Put(new JArray());
        ((JArray)property.Value).Add(value);
        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape) => shape.Find(Path) is { Kind: not ShapeKind.List } known
        ? shape.Set(Path, Shape ?? FieldShape.List(known with { Nullable = false }) with { Nullable = known.Nullable })
        : shape;

    internal override ReshapeOperation Undo(FieldShape? before) => new UnwrapArrayOperation { Collection = Collection, OnError = OnError, Path = Path, Shape = before?.Find(Path) };

    internal override void Validate() => Require(Path);
}
