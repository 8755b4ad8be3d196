using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Takes a field away and keeps its value aside.</summary>
public sealed record RemoveFieldOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>What the field is in documents that still have it, where that is known; null (the default) for a field that is gone.</summary>
    public FieldShape? Shape { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("remove", Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => $"Remove field {Path}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Shadowed : LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => next is RemoveFieldOperation { Shape: null } remove && Shape is null && remove.Path.StartsWith(Path)
        ? this
        : Shape is null ? Removed(Path, next) : null;

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Find(Path) is not { } property)
        {
            return ReshapeResult.Unchanged;
        }

        scope.Keep(Path, property.Value, put: null);
        property.Remove();
        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape) => shape.Set(Path, Shape);

    internal override ReshapeOperation Undo(FieldShape? before) =>
        new RestoreFieldOperation { Collection = Collection, Path = Path, Shape = before?.Find(Path) };

    internal override void Validate() => Require(Path);
}
