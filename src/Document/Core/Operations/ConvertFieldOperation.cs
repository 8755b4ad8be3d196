using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Models;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Gives a field's values another type. Missing and null values, and values of the type already, stay. The table is in <c>docs/operations/convertField.md</c>.</summary>
/// <remarks>A value is kept aside exactly where converting back would not give it.</remarks>
public sealed record ConvertFieldOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>The type that it is to have.</summary>
    public required FieldType To { get; init; }

    /// <summary>The type to go back to. Null (the default): the way back restores the values that were converted and leaves the others.</summary>
    public FieldType? From { get; init; }

    /// <summary>How dates are written and what may be lost, in both directions. Default: <see cref="ConversionRules.Strict"/>.</summary>
    public ConversionRules Rules { get; init; } = ConversionRules.Strict;

    /// <inheritdoc/>
    public override bool Disjoint => false;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("convert", Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => $"Convert field {Path}{OperationText.In(Collection)} to {To}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) =>
        direction == Direction.Backward && From is null ? LossClass.Lossless : LossClass.Shadowed;

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => Removed(Path, next);

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Find(Path) is not { } property || property.Value.IsNull())
        {
            return ReshapeResult.Unchanged;
        }

        var value = property.Value;
        if (scope.KeptAt(Path) is { } kept && RestoreFieldOperation.IsAsPut(value, kept))
        {
            property.Put(kept.Taken!.DeepClone());
            return DocumentEquality.Equals(value, kept.Taken) ? ReshapeResult.Unchanged : ReshapeResult.Changed;
        }

        if (FieldConversion.Convert(value, To, Rules, out var reason) is not { } converted)
        {
            if (OnError != OnError.Keep)
            {
                return scope.Misfit(Path, reason!);
            }

            converted = value;
        }

        var changed = !ReferenceEquals(converted, value);
        if (From is { } from ? !DocumentEquality.Equals(FieldConversion.Convert(converted, from, Rules, out _), value) : changed)
        {
            scope.Keep(Path, value, converted);
        }

        if (!changed)
        {
            return ReshapeResult.Unchanged;
        }

        property.Put(converted);
        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape) => shape.Find(Path) is { } known
        ? shape.Set(Path, new FieldShape { Scalar = ScalarOf(To), Nullable = known.Nullable })
        : shape;

    internal override ReshapeOperation Undo(FieldShape? before) => From is { } from
        ? this with { From = To, To = from }
        : new RestoreFieldOperation { Collection = Collection, Path = Path, Shape = before?.Find(Path) };

    internal override void Validate()
    {
        Require(Path);
        Require(From != To, "both types are the same");
        Require(Rules.Fault is null, Rules.Fault!);
    }

    internal static ScalarKind ScalarOf(FieldType type) => Enum.Parse<ScalarKind>(type.ToString());
}
