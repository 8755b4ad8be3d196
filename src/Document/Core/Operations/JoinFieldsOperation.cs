using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Joins texts of one object with a separator between them. Null and missing ones are left out; when all that are there are null the result is null.
/// Other types, and a target that is there, do not fit.
/// </summary>
public sealed record JoinFieldsOperation : ReshapeOperation
{
    /// <summary>The object that has the fields; default: the document itself.</summary>
    public DocumentPath Parent { get; init; } = DocumentPath.Root;

    /// <summary>The keys of the fields, two or more, in order.</summary>
    public required ValueList<string> Fields { get; init; }

    /// <summary>The key of the result, in the same object; not one of the fields.</summary>
    public required string Into { get; init; }

    /// <summary>What is put between the texts; not empty.</summary>
    public required string Separator { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("join", Collection, Into);

    /// <inheritdoc/>
    public override string Describe() => $"Join fields {OperationText.List(Fields)} into {Parent.Child(Into)}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Shadowed : LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Parent.Child(Into), .. Fields.Select(Parent.Child)];

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Subdocument(Parent) is not { } parent)
        {
            return ReshapeResult.Unchanged;
        }

        var path = Parent.Child(Into);
        var present = Fields.Select(field => parent.Property(field, StringComparison.Ordinal)).OfType<JProperty>().ToArray();
        if (present.Length == 0)
        {
            return parent.Has(Into) ? scope.Mark(path) : ReshapeResult.Unchanged;
        }

        if (parent.Has(Into))
        {
            return scope.Misfit(path, "there is a field of that name already");
        }

        if (Array.Find(present, static field => field.Value is not JValue { Value: string or null }) is { } odd)
        {
            return scope.Misfit(Parent.Child(odd.Name), $"{odd.Value.Describe()} can't be joined");
        }

        var texts = present.Select(static field => ((JValue)field.Value).Value).OfType<string>().ToArray();
        var joined = texts.Length == 0 ? JValue.CreateNull() : new JValue(string.Join(Separator, texts));
        var taken = new JObject(present.Select(static field => new JProperty(field.Name, field.Value)));
        if (!DocumentEquality.Equals(SplitFieldOperation.Parts(joined, Fields, Separator), taken))
        {
            scope.Keep(path, taken, joined);
        }

        foreach (var field in present)
        {
            field.Remove();
        }

        parent.Add(Into, joined);

        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape)
    {
        RequireFree(shape, Parent.Child(Into));
        var known = Fields.Select(field => shape.Find(Parent.Child(field))).OfType<FieldShape>().ToArray();
        if (known.Length == 0)
        {
            return shape;
        }

        var result = Fields.Aggregate(shape, (current, field) => current.Set(Parent.Child(field), null));
        return result.Set(Parent.Child(Into), FieldShape.String with { Nullable = known.All(static field => field.Nullable) });
    }

    internal override ReshapeOperation Undo(FieldShape? before) => new SplitFieldOperation
    {
        Collection = Collection, OnError = OnError, Path = Parent.Child(Into), Into = Fields, Separator = Separator,
    };

    internal override void Validate()
    {
        Require(Parent.Child(Into));
        RequireKeys(Fields, 2);
        Require(!Fields.Contains(Into), "the result is one of the fields");
        Require(Separator.Length > 0, "the separator is empty");
    }
}
