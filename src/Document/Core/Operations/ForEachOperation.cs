using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Does operations on each element of an array. Null and a missing field stay. A field that is no array, and an element that is no object, do not fit:
/// with <see cref="OnError.Keep"/> only that element stays as it is.
/// </summary>
/// <remarks>
/// Where an operation inside would keep something, the whole array is kept, and comes back if it still is what was put; else the operations
/// are undone element by element. What happens with an element that does not fit an operation inside is that operation's own policy.
/// </remarks>
public sealed record ForEachOperation : ReshapeOperation
{
    /// <summary>The array.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>What is done with each element, in order; paths are inside the element, and their collection is empty.</summary>
    public required ValueList<ReshapeOperation> Operations { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => Operations.All(static operation => operation.Disjoint);

    /// <inheritdoc/>
    public override bool TouchesDocuments => Operations.Any(static operation => operation.TouchesDocuments);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? MissingCode => Operations.Select(static operation => operation.MissingCode).FirstOrDefault(static name => name is not null);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment(Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() =>
        $"In each of {Path}{OperationText.In(Collection)}: {OperationText.List(Operations.Select(static operation => operation.Describe()))}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) =>
        Operations.Select(operation => operation.Loss(direction)).Append(LossClass.Lossless).Max();

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => Removed(Path, next);

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Find(Path) is not { } property || property.Value.IsNull())
        {
            return ReshapeResult.Unchanged;
        }

        if (property.Value is not JArray original)
        {
            return scope.Misfit(Path, $"{property.Value.Describe()} is no array");
        }

        if (scope.KeptAt(Path) is { } kept && RestoreFieldOperation.IsAsPut(original, kept))
        {
            property.Put(kept.Taken!.DeepClone());
            return DocumentEquality.Equals(original, kept.Taken) ? ReshapeResult.Unchanged : ReshapeResult.Changed;
        }

        var array = (JArray)original.DeepClone();
        var keep = false;
        for (var i = 0; i < array.Count; i++)
        {
            if (Inner.Apply(array[i], $"element {i}", Path, scope, ref keep) == ReshapeResult.Misfit)
            {
                return ReshapeResult.Misfit;
            }
        }

        if (keep)
        {
            scope.Keep(Path, original, array);
        }

        if (DocumentEquality.Equals(original, array))
        {
            return ReshapeResult.Unchanged;
        }

        property.Put(array);
        return ReshapeResult.Changed;
    }

    private InnerOperations Inner => new(Operations, OnError);

    // The operations inside have.
    internal override void Arrange(JObject before, JObject after)
    {
    }

    internal override FieldShape Reshaped(FieldShape shape) => shape.Find(Path) is { Kind: ShapeKind.List } list
        ? shape.Set(Path, list with { Element = Inner.Reshaped(list.Element) })
        : shape;

    internal override ReshapeOperation? Undo(FieldShape? before) =>
        Inner.Undo(before?.Find(Path) is { Kind: ShapeKind.List } list ? list.Element : null) is { } reversed ? this with { Operations = reversed } : null;

    internal override void Validate()
    {
        Require(Path);
        var fault = Inner.Fault(Collection);
        Require(fault is null, fault!);
    }
}
