using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Moves fields of one object into a sub-document of it. With none of the fields the document stays as it is. A sub-document that is there is joined
/// if it has keys and none of these; anything else under its name does not fit.
/// </summary>
public sealed record NestFieldsOperation : ReshapeOperation
{
    /// <summary>The object that has the fields; default: the document itself.</summary>
    public DocumentPath Parent { get; init; } = DocumentPath.Root;

    /// <summary>The keys of the fields, one or more.</summary>
    public required ValueList<string> Fields { get; init; }

    /// <summary>The key of the sub-document, in the same object; not one of the fields.</summary>
    public required string Into { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("nest", Collection, Into);

    /// <inheritdoc/>
    public override string Describe() => $"Nest fields {OperationText.List(Fields)} into {Parent.Child(Into)}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Parent.Child(Into), .. Fields.Select(Parent.Child)];

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Subdocument(Parent) is not { } parent)
        {
            return ReshapeResult.Unchanged;
        }

        var path = Parent.Child(Into);
        var present = Fields.Select(field => parent.Property(field, StringComparison.Ordinal)).OfType<JProperty>().ToArray();
        var existing = parent.Property(Into, StringComparison.Ordinal)?.Value;
        if (present.Length == 0)
        {
            return existing is null ? ReshapeResult.Unchanged : scope.Mark(path);
        }

        var target = existing as JObject;
        if (existing is not null && (target is null or { Count: 0 } || Wrappers.IsWrapper(existing) || Fields.Any(target.Has)))
        {
            return scope.Misfit(path, $"{existing.Describe()} is there already, which the fields can't be put into");
        }

        if (target is null)
        {
            target = [];
            parent.Add(Into, target);
        }

        foreach (var field in present)
        {
            target.Add(field.Name, field.Take());
        }

        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape)
    {
        var into = Parent.Child(Into);
        var known = Fields.Where(field => shape.Find(Parent.Child(field)) is not null).ToArray();
        var result = shape.Find(into) is null ? shape.Set(into, FieldShape.EmptyObject) : shape;
        foreach (var field in known)
        {
            RequireFree(result, into.Child(field));
            result = result.Set(into.Child(field), shape.Find(Parent.Child(field))).Set(Parent.Child(field), null);
        }

        return known.Length == 0 ? shape : result;
    }

    internal override ReshapeOperation Undo(FieldShape? before) =>
        new FlattenFieldOperation { Collection = Collection, OnError = OnError, Path = Parent.Child(Into), Fields = Fields };

    internal override void Validate()
    {
        Require(Parent.Child(Into));
        RequireKeys(Fields, 1);
        Require(!Fields.Contains(Into), "the sub-document is one of the fields");
    }
}
