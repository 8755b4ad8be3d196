using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Splits text at the first separators into fields beside it. Fewer parts than fields leave the last fields missing; null gives a first field that
/// is null. Other types, and a target that is there, do not fit.
/// </summary>
public sealed record SplitFieldOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>The keys of the parts, two or more, siblings of the field; the field's own key is not among them.</summary>
    public required ValueList<string> Into { get; init; }

    /// <summary>What stands between the parts; not empty. Compared ordinally.</summary>
    public required string Separator { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("split", Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => $"Split field {Path} into {OperationText.List(Into)}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Lossless : LossClass.Shadowed;

    internal override IEnumerable<DocumentPath> Paths => [Path, .. Into.Select(Path.Parent.Child)];

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Subdocument(Path.Parent) is not { } parent)
        {
            return ReshapeResult.Unchanged;
        }

        var occupied = Into.FirstOrDefault(parent.Has);
        if (parent.Property(Path.Name, StringComparison.Ordinal) is not { } source)
        {
            return occupied is null ? ReshapeResult.Unchanged : scope.Mark(Path.Parent.Child(occupied));
        }

        if (source.Value is not JValue { Value: string or null })
        {
            return scope.Misfit(Path, $"{source.Value.Describe()} can't be split");
        }

        if (occupied is not null)
        {
            return scope.Misfit(Path.Parent.Child(occupied), "there is a field of that name already");
        }

        var parts = scope.KeptAt(Path) is { } kept && RestoreFieldOperation.IsAsPut(source.Value, kept)
            ? (JObject)kept.Taken!.DeepClone()
            : Parts(source.Value, Into, Separator);
        source.Remove();
        foreach (var part in parts.Properties().ToArray())
        {
            parent.Add(part.Name, part.Take());
        }

        return ReshapeResult.Changed;
    }

    /// <summary>The fields that a text, or null, is split into.</summary>
    internal static JObject Parts(JToken value, ValueList<string> into, string separator)
    {
        var parts = new JObject();
        if (value is not JValue { Value: string text })
        {
            parts.Add(into[0], JValue.CreateNull());
            return parts;
        }

        foreach (var (part, name) in text.Split(separator, into.Count).Zip(into))
        {
            parts.Add(name, new JValue(part));
        }

        return parts;
    }

    internal override FieldShape Reshaped(FieldShape shape)
    {
        foreach (var name in Into)
        {
            RequireFree(shape, Path.Parent.Child(name));
        }

        if (shape.Find(Path) is not { } source)
        {
            return shape;
        }

        var result = shape.Set(Path, null);
        for (var i = 0; i < Into.Count; i++)
        {
            result = result.Set(Path.Parent.Child(Into[i]), FieldShape.String with { Nullable = i > 0 || source.Nullable });
        }

        return result;
    }

    internal override ReshapeOperation Undo(FieldShape? before) => new JoinFieldsOperation
    {
        Collection = Collection, OnError = OnError, Parent = Path.Parent, Fields = Into, Into = Path.Name, Separator = Separator,
    };

    internal override void Validate()
    {
        Require(Path);
        RequireKeys(Into, 2);
        Require(!Into.Contains(Path.Name), "the field is among its own parts");
        Require(Separator.Length > 0, "the separator is empty");
    }
}
