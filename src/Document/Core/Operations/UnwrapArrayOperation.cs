using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Puts the one element of an array in its place; an empty array becomes null. Null and a missing field stay, and so does a value that is no array: such a document is marked.
/// An element that is an array itself does not fit.
/// </summary>
/// <remarks>An array is kept aside exactly where wrapping the value would not give it: an empty one, one of null, a longer one.</remarks>
public sealed record UnwrapArrayOperation : ReshapeOperation
{
    /// <summary>The array.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>What becomes of an array with more than one element. Default: <see cref="LongArrays.Misfit"/>.</summary>
    public LongArrays Longer { get; init; }

    /// <summary>What the field is from now on; null (the default) for what the elements are, or null. Only the way back of <see cref="WrapInArrayOperation"/> states it.</summary>
    public FieldShape? Shape { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("unwrap", Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => $"Unwrap the array {Path}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Shadowed : LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => Removed(Path, next);

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Find(Path) is not { } property || property.Value.IsNull())
        {
            return ReshapeResult.Unchanged;
        }

        if (property.Value is not JArray array)
        {
            return scope.Mark(Path);
        }

        if (array.Count > 1 && Longer == LongArrays.Misfit)
        {
            return scope.Misfit(Path, "an array of more than one element can't be unwrapped");
        }

        var element = array.Count == 0 ? JValue.CreateNull() : array[Longer == LongArrays.Last ? array.Count - 1 : 0].DeepClone();
        if (element is JArray)
        {
            return scope.Misfit(Path, "an array of arrays can't be unwrapped");
        }

        if (array.Count != 1 || element.IsNull())
        {
            scope.Keep(Path, array, element);
        }

        property.Put(element);
        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape) =>
        shape.Find(Path) is { Kind: ShapeKind.List, Element: { } element } ? shape.Set(Path, Shape ?? element.OrNull()) : shape;

    internal override ReshapeOperation Undo(FieldShape? before) => new WrapInArrayOperation { Collection = Collection, OnError = OnError, Path = Path, Shape = before?.Find(Path) };

    internal override void Validate() => Require(Path);
}
