using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Renames several fields of one object at once, by what each is called before: names may be swapped, or handed on. The renamed fields come last, in the order of the list.
/// A field that is there under a new name and is not renamed itself does not fit.
/// </summary>
public sealed record RenameFieldsOperation : ReshapeOperation
{
    /// <summary>The object that has the fields; default: the document itself.</summary>
    public DocumentPath Parent { get; init; } = DocumentPath.Root;

    /// <summary>The names, one or more. No key is renamed twice, and none becomes the name of two.</summary>
    public required ValueList<FieldRename> Names { get; init; }

    /// <inheritdoc/>
    /// <remarks>Not where a name is handed on: doing that twice hands it on twice.</remarks>
    public override bool Disjoint => Fresh.Count() == Names.Count;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("rename", Collection, Names[0].From, Names[^1].To);

    /// <inheritdoc/>
    public override string Describe() =>
        $"Rename fields {OperationText.List(Names.Select(name => $"{Parent.Child(name.From)} to {Parent.Child(name.To)}"))}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => Names.SelectMany(static name => new[] { name.From, name.To }).Distinct().Select(Parent.Child);

    /// <summary>The new names that no field which is renamed has.</summary>
    private IEnumerable<string> Fresh => Names.Select(static name => name.To).Where(to => Names.All(name => name.From != to));

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Subdocument(Parent) is not { } parent)
        {
            return ReshapeResult.Unchanged;
        }

        var present = Names.Where(name => parent.Has(name.From)).ToArray();
        if (Fresh.FirstOrDefault(parent.Has) is { } occupied)
        {
            return present.Length == 0 ? scope.Mark(Parent.Child(occupied)) : scope.Misfit(Parent.Child(occupied), "there is a field of that name already");
        }

        var values = present.Select(name => parent.Property(name.From, StringComparison.Ordinal)!.Take()).ToArray();
        for (var i = 0; i < present.Length; i++)
        {
            parent.Add(present[i].To, values[i]);
        }

        return present.Length == 0 ? ReshapeResult.Unchanged : ReshapeResult.Changed;
    }

    internal override void Arrange(JObject before, JObject after) =>
        KeyPlaces.Arrange(before, after, Names.ToDictionary(static name => name.From, static name => name.To, StringComparer.Ordinal), Parent);

    internal override FieldShape Reshaped(FieldShape shape)
    {
        foreach (var name in Fresh)
        {
            RequireFree(shape, Parent.Child(name));
        }

        var known = Names.Where(name => shape.Find(Parent.Child(name.From)) is not null).ToArray();
        var result = known.Aggregate(shape, (current, name) => current.Set(Parent.Child(name.From), null));
        return known.Aggregate(result, (current, name) => current.Set(Parent.Child(name.To), shape.Find(Parent.Child(name.From))));
    }

    internal override ReshapeOperation Undo(FieldShape? before) =>
        this with { Names = Names.Select(static name => new FieldRename(name.To, name.From)).ToValueList() };

    internal override void Validate()
    {
        foreach (var key in Parent.Segments)
        {
            RequireKey(key);
        }

        RequireKeys([.. Names.Select(static name => name.From)], 1);
        RequireKeys([.. Names.Select(static name => name.To)], 1);
        Require(Names.All(static name => name.From != name.To), "a field is renamed to itself");
    }
}
