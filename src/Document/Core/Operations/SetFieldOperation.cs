using System.Text.Json.Serialization;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Gives a field a computed value, whether it is there or not. Where the expression gives nothing, and where the field's parent is no object, the document stays as it is. What
/// can't be computed does not fit.
/// </summary>
/// <remarks>What was there is kept aside, also that there was nothing, and comes back where the field still is what was put.</remarks>
public sealed record SetFieldOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>Its value, computed from the document as it was before.</summary>
    public required DocumentExpression Value { get; init; }

    /// <summary>What the field is from now on; null (the default) for what the expression gives, as far as that is known.</summary>
    public FieldShape? Shape { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => false;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("set", Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => $"Set field {Path}{OperationText.In(Collection)} to {Value.Describe()}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Shadowed : LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override IEnumerable<DocumentExpression> Expressions => base.Expressions.Prepend(Value);

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => Removed(Path, next);

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Subdocument(Path.Parent) is not { } parent)
        {
            return ReshapeResult.Unchanged;
        }

        var result = Value.Evaluate(document, scope.Now);
        if (result.Misfit is { } reason)
        {
            return scope.Misfit(Path, reason);
        }

        var present = parent.Property(Path.Name, StringComparison.Ordinal);
        if (result.Value is not { } computed || DocumentEquality.Equals(computed, present?.Value))
        {
            return ReshapeResult.Unchanged;
        }

        var value = computed.DeepClone();
        if (present is null)
        {
            scope.KeepAbsence(Path, value);
            parent.Add(Path.Name, value);
        }
        else
        {
            scope.Keep(Path, present.Value, value);
            present.Put(value);
        }

        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape) => shape.Set(Path, Shape ?? ExpressionShape.Of(Value, shape));

    internal override ReshapeOperation Undo(FieldShape? before) =>
        new RestoreFieldOperation { Collection = Collection, Path = Path, Shape = before?.Find(Path) };

    internal override void Validate() => Require(Path);
}
