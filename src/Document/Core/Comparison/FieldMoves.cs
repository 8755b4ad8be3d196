using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Comparison;

/// <summary>Finds fields that are said to have been renamed, or moved into or out of a sub-document.</summary>
/// <remarks>
/// One at a time, each on the shape that those before it made: so a sub-document is there before fields are renamed in it, an outer one is renamed
/// before what is in it, and of a chain of renames the last comes first.
/// </remarks>
internal sealed class FieldMoves(ReshapeDraft draft, FieldNames names, FieldShape wanted)
{
    private readonly List<(DocumentPath From, DocumentPath To)> _moved = [];

    public void Apply()
    {
        while (Step(DocumentPath.Root, wanted))
        {
        }
    }

    /// <summary>Where a field was before all moves.</summary>
    public DocumentPath Before(DocumentPath now) => Enumerable.Reverse(_moved).Aggregate(now, static (place, move) => Moved(place, move.To, move.From));

    private bool Step(DocumentPath parent, FieldShape shape)
    {
        foreach (var field in shape.Fields)
        {
            var path = parent.Child(field.Name);
            var found = draft.Current.Find(path);
            if (found is null ? Move(path) || Nest(path, field.Shape) : found.Kind == ShapeKind.Object && field.Shape.Kind == ShapeKind.Object && Step(path, field.Shape))
            {
                return true;
            }
        }

        return false;
    }

    private bool Move(DocumentPath path)
    {
        if (draft.Current.Find(path.Parent) is not { Kind: ShapeKind.Object } parent || OldPlace(path) is not { } from)
        {
            return false;
        }

        var outOf = !from.Parent.IsRoot && from.Parent.Parent == path.Parent && wanted.Find(from.Parent) is null && IsFree(path.Parent, [from.Name]);
        if (outOf)
        {
            Flatten(path.Parent, from.Parent);
        }
        else if (!path.Parent.IsRoot && path.Parent.Parent == from.Parent && parent.Nullable && IsFree(path.Parent, [from.Name]))
        {
            // A document without the sub-document gets it: a rename needs it to be there.
            Nest(from.Parent, [from.Name], path.Parent.Name);
        }
        else
        {
            Add(new RenameFieldOperation { Collection = draft.Collection, From = from, To = path }, (from, path));
        }

        return true;
    }

    /// <summary>The fields of a sub-document that is no longer wanted, as many as are said to be beside it now.</summary>
    private void Flatten(DocumentPath parent, DocumentPath inner)
    {
        var fields = wanted.Find(parent)!.Fields
            .Select(field => draft.Current.Find(parent.Child(field.Name)) is null ? OldPlace(parent.Child(field.Name)) : null)
            .OfType<DocumentPath>()
            .Where(place => place.Parent == inner && IsFree(parent, [place.Name]))
            .Select(static place => place.Name)
            .Distinct()
            .ToValueList();
        Add(
            new FlattenFieldOperation { Collection = draft.Collection, Path = inner, Fields = fields },
            [.. fields.Select(field => (inner.Child(field), parent.Child(field)))]);
    }

    /// <summary>A new sub-document of fields that are said to be in it now, at whatever depth.</summary>
    private bool Nest(DocumentPath path, FieldShape shape)
    {
        if (shape.Kind != ShapeKind.Object || draft.Current.Find(path.Parent) is not { Kind: ShapeKind.Object })
        {
            return false;
        }

        var places = Inside(path, shape).Select(field => OldPlace(field)).OfType<DocumentPath>().ToList();
        var fields = places.Where(place => place.Parent == path.Parent).Select(static place => place.Name).Distinct().ToValueList();
        if (fields.Count > 0)
        {
            var lacked = !shape.Nullable && fields.All(field => draft.Current.Find(path.Parent.Child(field))!.Nullable);
            Nest(path.Parent, fields, path.Name, lacked ? $"A document without these fields does not get '{names.Of(path)}' either, though it is required." : null);
            return true;
        }

        // A field from elsewhere comes beside the new sub-document first, under another name if its own is taken there.
        if (places.Find(place => !path.StartsWith(place)) is not { } far
            || Array.Find([path.Parent.Child(far.Name), path.Parent.Child($"{path.Name}_{far.Name}")], place => draft.Current.Find(place) is null) is not { } beside)
        {
            return false;
        }

        Add(new RenameFieldOperation { Collection = draft.Collection, From = far, To = beside }, (far, beside));
        return true;
    }

    private void Nest(DocumentPath parent, ValueList<string> fields, string into, string? note = null) => Add(
        new NestFieldsOperation { Collection = draft.Collection, Parent = parent, Fields = fields, Into = into, Note = note },
        [.. fields.Select(field => (parent.Child(field), parent.Child(into).Child(field)))]);

    private static IEnumerable<DocumentPath> Inside(DocumentPath path, FieldShape shape) => shape.Kind != ShapeKind.Object
        ? []
        : shape.Fields.SelectMany(field => Inside(path.Child(field.Name), field.Shape).Prepend(path.Child(field.Name)));

    private bool IsFree(DocumentPath parent, IEnumerable<string> fields) => fields.All(field => draft.Current.Find(parent.Child(field)) is null);

    /// <summary>
    /// Where a stated rename says that the field was, if it is there and not wanted there, or about to make room for another one. Under a parent that was
    /// renamed itself it is beside its new place.
    /// </summary>
    private DocumentPath? OldPlace(DocumentPath path, ValueList<DocumentPath>? asked = null)
    {
        if (names.OldName(path) is not { } stated)
        {
            return null;
        }

        DocumentPath[] places = [path.Parent.Child(stated), path.Parent.Child(stated.Split('.')[^1]), Now(DocumentPath.Of(stated.Split('.')))];
        return Array.Find(places, place =>
            draft.Current.Find(place) is not null && !path.StartsWith(place) && !place.StartsWith(path)
            && (wanted.Find(place) is null || MakesRoom(place, asked ?? [path])));
    }

    private bool MakesRoom(DocumentPath place, ValueList<DocumentPath> asked) => !asked.Contains(place) && OldPlace(place, asked.Add(place)) is not null;

    private DocumentPath Now(DocumentPath old) => _moved.Aggregate(old, static (place, move) => Moved(place, move.From, move.To));

    private static DocumentPath Moved(DocumentPath place, DocumentPath from, DocumentPath to) =>
        place.StartsWith(from) ? DocumentPath.Of(place.Segments.AsSpan()[from.Segments.Count..]).Under(to) : place;

    private void Add(ReshapeOperation operation, params (DocumentPath From, DocumentPath To)[] moves)
    {
        draft.Add(operation);
        _moved.AddRange(moves);
    }
}
