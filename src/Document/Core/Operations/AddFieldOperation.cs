using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Gives a field a value where it is missing; null and present values stay. Where its parent is no object the document stays as it is.</summary>
/// <remarks>A document that has the field already is marked, so that the way back leaves it alone; elsewhere the way back takes the field away and keeps its value.</remarks>
public sealed record AddFieldOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>The value; JSON null gives a field that is null. Never changed: it is copied into each document.</summary>
    public required JToken Value { get; init; }

    /// <summary>What the field is from now on; null (the default) for what the value is.</summary>
    public FieldShape? Shape { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment(Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => $"Add field {Path}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Lossless : LossClass.Shadowed;

    /// <inheritdoc/>
    public bool Equals(AddFieldOperation? other) =>
        base.Equals(other) && Path.Equals(other.Path) && Equals(Shape, other.Shape) && DocumentEquality.Equals(Value, other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Path, Shape, DocumentEquality.Exact.GetHashCode(Value));

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => next switch
    {
        AddFieldOperation add when add.Path == Path => this with { Shape = add.Shape ?? ShapeOf.Value(add.Value) },
        _ => Removed(Path, next),
    };

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Subdocument(Path.Parent) is not { } parent)
        {
            return ReshapeResult.Unchanged;
        }

        if (parent.Has(Path.Name))
        {
            return scope.Mark(Path);
        }

        parent.Add(Path.Name, (scope.KeptAt(Path)?.Taken ?? Value).DeepClone());
        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape) => shape.Set(Path, Shape ?? ShapeOf.Value(Value));

    internal override ReshapeOperation Undo(FieldShape? before) => before?.Find(Path) is { } known
        ? new RemoveFieldOperation { Collection = Collection, Path = Path, Shape = known }
        : new RemoveFieldOperation { Collection = Collection, Path = Path };

    internal override void Validate() => Require(Path);
}
