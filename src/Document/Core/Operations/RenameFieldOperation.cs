using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Renames a field, or moves it to another object. A document whose target is there does not fit; one without the source stays as it is.</summary>
/// <remarks>The object that it is moved to must be there. A document with the target and without the source is marked, so that the way back leaves it alone.</remarks>
public sealed record RenameFieldOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath From { get; init; }

    /// <summary>Where it is to be. Neither path is inside the other.</summary>
    public required DocumentPath To { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("rename", Collection, OperationText.Name(From), OperationText.Name(To));

    /// <inheritdoc/>
    public override string Describe() => $"Rename field {From} to {To}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [From, To];

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        var target = document.Subdocument(To.Parent);
        var occupied = target?.Has(To.Name) ?? false;
        if (document.Find(From) is not { } source)
        {
            return occupied ? scope.Mark(To) : ReshapeResult.Unchanged;
        }

        if (target is null || occupied)
        {
            return scope.Misfit(To, target is null ? "the object that the field is moved to is not there" : "there is a field of that name already");
        }

        if (From.Parent == To.Parent)
        {
            // In its place among its siblings.
            var value = source.Value;
            source.Value = new JArray();
            source.Replace(new JProperty(To.Name, value));
        }
        else
        {
            target.Add(To.Name, source.Take());
        }

        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshape(FieldShape shape)
    {
        RequireFree(shape, To);
        return shape.Find(From) is { } moved ? shape.Set(From, null).Set(To, moved) : shape;
    }

    internal override ReshapeOperation ReverseOn(FieldShape? before) => this with { From = To, To = From };

    internal override void Validate()
    {
        Require(From);
        Require(To);
        Require(!From.StartsWith(To) && !To.StartsWith(From), "one path is inside the other");
    }
}
