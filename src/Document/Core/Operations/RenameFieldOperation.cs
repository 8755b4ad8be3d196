using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Renames a field, or moves it to another object, where it comes last. A document without the source stays as it is.</summary>
/// <remarks>A document with the target and without the source is marked, so that the way back leaves it alone.</remarks>
public sealed record RenameFieldOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath From { get; init; }

    /// <summary>Where it is to be. Neither path is inside the other.</summary>
    public required DocumentPath To { get; init; }

    /// <summary>What happens where the target is there. Default: <see cref="TargetPolicy.Fail"/>.</summary>
    public TargetPolicy Target { get; init; }

    /// <summary>Whether the objects that the target is in are made where they are missing. Default false: such a document does not fit.</summary>
    public bool CreateParents { get; init; }

    /// <summary>Whether the objects that the field was in go when nothing is left in them. Default false.</summary>
    public bool PruneParents { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("rename", Collection, OperationText.Name(From), OperationText.Name(To));

    /// <inheritdoc/>
    public override string Describe() => $"{(CreateParents || PruneParents ? "Move" : "Rename")} field {From} to {To}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => Target == TargetPolicy.Fail ? LossClass.Lossless : LossClass.Shadowed;

    internal override IEnumerable<DocumentPath> Paths => [From, To];

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (scope.KeptAt(To) is { } dropped)
        {
            return BringBack(document, dropped.Taken!);
        }

        var existing = document.Find(To);
        if (document.Find(From) is not { } source)
        {
            return existing is null ? ReshapeResult.Unchanged : scope.Mark(To);
        }

        if (existing is null)
        {
            return Move(document, source, scope);
        }

        switch (Target)
        {
            case TargetPolicy.Fail:
                return scope.Misfit(To, "there is a field of that name already");
            case TargetPolicy.KeepNew:
            case TargetPolicy.Coalesce when existing.Value.IsNull():
                scope.Keep(To, existing.Value, put: null);
                existing.Put(source.Take());
                break;
            default:
                scope.Keep(From, source.Value, put: null);
                source.Remove();
                break;
        }

        Prune(document, scope);
        return ReshapeResult.Changed;
    }

    /// <summary>The other way took this field away, for the other one was to stay.</summary>
    private ReshapeResult BringBack(JObject document, JToken taken)
    {
        if (document.Find(To) is not null || Parent(document) is not { } parent)
        {
            return ReshapeResult.Unchanged;
        }

        parent.Add(To.Name, taken.DeepClone());
        return ReshapeResult.Changed;
    }

    private ReshapeResult Move(JObject document, JProperty source, ReshapeScope scope)
    {
        var (around, at) = Around(document);
        var empty = around is { Count: 0 };
        if (Parent(document) is not { } parent)
        {
            return scope.Misfit(To, "the object that the field is moved to is not there");
        }

        if (CreateParents && empty && !at.IsRoot)
        {
            // The way back takes away what it leaves empty; this was empty before.
            scope.Keep(at, new JObject(), put: null);
        }

        parent.Add(To.Name, source.Take());
        if (scope.KeptAt(From) is { } replaced && document.Subdocument(From.Parent) is { } left)
        {
            left.Add(From.Name, replaced.Taken!.DeepClone());
        }

        Prune(document, scope);
        return ReshapeResult.Changed;
    }

    /// <summary>The innermost object on the way to the target that is there, and where it is.</summary>
    private (JObject? Object, DocumentPath At) Around(JObject document)
    {
        var at = To.Parent;
        while (!at.IsRoot && document.Find(at) is null)
        {
            at = at.Parent;
        }

        return (document.Subdocument(at), at);
    }

    /// <summary>The object that the target is in, made if it may be; null when it is not there.</summary>
    private JObject? Parent(JObject document)
    {
        var (parent, at) = Around(document);
        if (parent is null || at == To.Parent || !CreateParents)
        {
            return at == To.Parent ? parent : null;
        }

        foreach (var key in To.Segments.Skip(at.Segments.Count).SkipLast(1))
        {
            var inner = new JObject();
            parent.Add(key, inner);
            parent = inner;
        }

        return parent;
    }

    private void Prune(JObject document, ReshapeScope scope)
    {
        for (var at = From.Parent; PruneParents && !at.IsRoot && document.Subdocument(at) is { Count: 0 } && scope.KeptAt(at) is null; at = at.Parent)
        {
            document.Find(at)!.Remove();
        }
    }

    internal override FieldShape Reshaped(FieldShape shape)
    {
        if (Target == TargetPolicy.Fail)
        {
            RequireFree(shape, To);
        }

        if (shape.Find(From) is not { } moved)
        {
            return shape;
        }

        var result = shape.Set(From, null);
        for (var depth = 1; CreateParents && depth < To.Segments.Count; depth++)
        {
            var parent = DocumentPath.Of(To.Segments.AsSpan()[..depth]);
            result = result.Find(parent) is null ? result.Set(parent, FieldShape.EmptyObject) : result;
        }

        result = result.Set(To, moved);
        for (var at = From.Parent; PruneParents && !at.IsRoot && result.Find(at) is { Kind: ShapeKind.Object, Fields.Count: 0 }; at = at.Parent)
        {
            result = result.Set(at, null);
        }

        return result;
    }

    internal override ReshapeOperation Undo(FieldShape? before) =>
        this with { From = To, To = From, CreateParents = PruneParents, PruneParents = CreateParents };

    internal override void Validate()
    {
        Require(From);
        Require(To);
        Require(!From.StartsWith(To) && !To.StartsWith(From), "one path is inside the other");
    }
}
