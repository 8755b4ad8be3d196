using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Moves fields of a sub-document beside it, and takes the sub-document away when nothing is left in it. Without the sub-document or the fields the
/// document stays as it is. A field that is there beside it already, and a sub-document that is no object, do not fit; null stays.
/// </summary>
public sealed record FlattenFieldOperation : ReshapeOperation
{
    /// <summary>The sub-document.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>The keys in it to move, one or more; other keys stay in it. The sub-document's own key is not among them.</summary>
    public required ValueList<string> Fields { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("flatten", Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => $"Flatten field {Path} ({OperationText.List(Fields)}){OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Path, .. Fields.Select(Path.Parent.Child)];

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Subdocument(Path.Parent) is not { } parent)
        {
            return ReshapeResult.Unchanged;
        }

        var occupied = Fields.FirstOrDefault(parent.Has);
        var source = parent.Property(Path.Name, StringComparison.Ordinal);
        if (source is not null && !source.Value.IsNull() && !Wrappers.IsSubdocument(source.Value))
        {
            return scope.Misfit(Path, $"{source.Value.Describe()} can't be flattened");
        }

        var present = source?.Value is JObject inner
            ? Fields.Select(field => inner.Property(field, StringComparison.Ordinal)).OfType<JProperty>().ToArray()
            : [];
        if (present.Length == 0)
        {
            return occupied is null ? ReshapeResult.Unchanged : scope.Mark(Path.Parent.Child(occupied));
        }

        if (occupied is not null)
        {
            return scope.Misfit(Path.Parent.Child(occupied), "there is a field of that name already");
        }

        foreach (var field in present)
        {
            parent.Add(field.Name, field.Take());
        }

        if (source!.Value is JObject { Count: 0 })
        {
            source.Remove();
        }

        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape)
    {
        var known = Fields.Where(field => shape.Find(Path.Child(field)) is not null).ToArray();
        var result = shape;
        foreach (var field in known)
        {
            RequireFree(result, Path.Parent.Child(field));
            result = result.Set(Path.Parent.Child(field), shape.Find(Path.Child(field))).Set(Path.Child(field), null);
        }

        return known.Length > 0 && result.Find(Path)!.Fields.Count == 0 ? result.Set(Path, null) : result;
    }

    internal override ReshapeOperation Undo(FieldShape? before) =>
        new NestFieldsOperation { Collection = Collection, OnError = OnError, Parent = Path.Parent, Fields = Fields, Into = Path.Name };

    internal override void Validate()
    {
        Require(Path);
        RequireKeys(Fields, 1);
        Require(!Fields.Contains(Path.Name), "the sub-document is one of the fields");
    }
}
