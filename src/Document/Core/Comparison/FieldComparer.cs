using DocMigrate.Comparison;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Comparison;

/// <summary>Finds fields of one object, at any depth, that were renamed, changed their type, are new or are gone.</summary>
/// <param name="entity">The collection's new name, by which renames and defaults are stated.</param>
/// <param name="collection">The collection of the operations: empty inside an array.</param>
/// <param name="context">Renames and defaults.</param>
/// <param name="prefix">The names that lead to the object, as renames and defaults state them.</param>
internal sealed class FieldComparer(string entity, string collection, ComparisonContext context, string prefix = "")
{
    private readonly List<ReshapeOperation> _operations = [];
    private FieldShape _current = FieldShape.EmptyObject;

    /// <summary>The operations that lead from one shape to the other. The comparer is used once.</summary>
    public IReadOnlyList<ReshapeOperation> Compare(FieldShape current, FieldShape wanted)
    {
        _current = current;
        Rename(DocumentPath.Root, wanted, wanted);
        Compare(DocumentPath.Root, wanted);
        return _operations;
    }

    private void Rename(DocumentPath parent, FieldShape wanted, FieldShape root)
    {
        foreach (var field in wanted.Fields)
        {
            var path = parent.Child(field.Name);
            if (_current.Find(path) is null && OldPath(path, root) is { } from)
            {
                Add(new RenameFieldOperation { Collection = collection, From = from, To = path });
            }

            if (field.Shape.Kind == ShapeKind.Object && _current.Find(path) is { Kind: ShapeKind.Object })
            {
                Rename(path, field.Shape, root);
            }
        }
    }

    /// <summary>Where a stated rename says that the field was, if it still is there; under a parent that was renamed itself it is beside its new place.</summary>
    private DocumentPath? OldPath(DocumentPath path, FieldShape root)
    {
        if (context.RenamedFrom(entity, NameOf(path)) is not { } stated || _current.Find(path.Parent) is not { Kind: ShapeKind.Object })
        {
            return null;
        }

        var inside = prefix.Length > 0 && stated.StartsWith(prefix, StringComparison.Ordinal) ? stated[prefix.Length..] : stated;
        DocumentPath[] places = [path.Parent.Child(stated), path.Parent.Child(inside.Split('.')[^1]), DocumentPath.Of(inside.Split('.'))];
        return Array.Find(places, place => _current.Find(place) is not null && root.Find(place) is null && !path.StartsWith(place) && !place.StartsWith(path));
    }

    private void Compare(DocumentPath parent, FieldShape wanted)
    {
        foreach (var field in wanted.Fields)
        {
            var path = parent.Child(field.Name);
            if (_current.Find(path) is not { } current)
            {
                Introduce(path, field);
                continue;
            }

            if (current != field.Shape)
            {
                Change(path, current, field.Shape);
            }
        }

        var gone = _current.Find(parent)!.Fields.Select(static field => field.Name).Except(wanted.Fields.Select(static field => field.Name));
        foreach (var name in gone.ToArray())
        {
            Add(new RemoveFieldOperation { Collection = collection, Path = parent.Child(name) });
        }
    }

    private void Introduce(DocumentPath path, NamedField field)
    {
        var value = context.DefaultFor(entity, NameOf(path)) is { } stated ? Stated(path, field.Shape, stated) : field.Default;
        Add(value is null
            ? new DeclareFieldOperation { Collection = collection, Path = path, Shape = field.Shape }
            : new AddFieldOperation
            {
                Collection = collection, Path = path, Value = value, Shape = ShapeOf.Value(value) == field.Shape ? null : field.Shape,
            });
    }

    private void Change(DocumentPath path, FieldShape current, FieldShape wanted)
    {
        switch (current.Kind, wanted.Kind)
        {
            case (ShapeKind.Scalar, ShapeKind.Scalar) when ScalarValue.TypeOf(current) is { } from && ScalarValue.TypeOf(wanted) is { } to && from != to:
                Add(new ConvertFieldOperation { Collection = collection, Path = path, To = to, From = from });
                break;
            case (ShapeKind.Map, ShapeKind.List) when Keyed(current.Element!, wanted.Element!) is { } keyed:
                Add(new MapToArrayOperation { Collection = collection, Path = path, KeyField = keyed.Key, ValueField = keyed.Value });
                break;
            case (ShapeKind.List, ShapeKind.Map) when Keyed(wanted.Element!, current.Element!) is { } keyed:
                Add(new ArrayToMapOperation { Collection = collection, Path = path, KeyField = keyed.Key, ValueField = keyed.Value });
                break;
        }

        var now = _current.Find(path)!;
        if (now.Kind == ShapeKind.Object && wanted.Kind == ShapeKind.Object)
        {
            Declare(path, now with { Nullable = wanted.Nullable });
            Compare(path, wanted);
        }
        else if (now is { Kind: ShapeKind.List, Element.Kind: ShapeKind.Object } && wanted is { Kind: ShapeKind.List, Element.Kind: ShapeKind.Object })
        {
            Declare(path, now with { Nullable = wanted.Nullable, Element = now.Element with { Nullable = wanted.Element.Nullable } });
            var inner = new FieldComparer(entity, "", context, NameOf(path) + ".").Compare(now.Element, wanted.Element);
            if (inner.Count > 0)
            {
                Add(new ForEachOperation { Collection = collection, Path = path, Operations = inner.ToValueList() });
            }
        }

        if (_current.Find(path) is { } result && result != wanted)
        {
            Declare(path, wanted);
        }
    }

    private void Declare(DocumentPath path, FieldShape shape)
    {
        if (_current.Find(path) != shape)
        {
            Add(new DeclareFieldOperation { Collection = collection, Path = path, Shape = shape });
        }
    }

    /// <summary>The one way in which the elements are the map's values with their keys; null when there is none, or more than one.</summary>
    private static (string Key, string? Value)? Keyed(FieldShape value, FieldShape element)
    {
        if (element.Kind != ShapeKind.Object)
        {
            return null;
        }

        var keys = element.Fields.Where(static field => field.Shape == FieldShape.String).Select(static field => field.Name).ToArray();
        var ways = keys.Where(key => element.WithoutField(key) == value with { Nullable = element.Nullable }).Select(static key => (key, (string?)null))
            .Concat(keys.Where(_ => element.Fields.Count == 2)
                .Select(key => (key, other: element.Fields.First(field => field.Name != key)))
                .Where(pair => pair.other.Shape == value)
                .Select(static pair => (pair.key, (string?)pair.other.Name)))
            .ToArray();
        return ways.Length == 1 ? ways[0] : null;
    }

    private JToken Stated(DocumentPath path, FieldShape shape, string json)
    {
        JToken? value;
        try
        {
            value = ScalarValue.Fit(DocumentReader.ReadValue(json), shape);
        }
        catch (DataException error)
        {
            throw BadDefault(path, json, error.Message);
        }

        return value ?? throw BadDefault(path, json, "it is no value of the field's type");
    }

    private ConfigurationException BadDefault(DocumentPath path, string json, string reason) => new(
        DocumentErrors.BadDefault,
        $"The default {json} of '{entity}.{NameOf(path)}' does not fit: {reason}.",
        $"State it as JSON: --default '{entity}.{NameOf(path)}=…', with text in double quotes.");

    private string NameOf(DocumentPath path) => prefix + string.Join('.', path.Segments);

    private void Add(ReshapeOperation operation)
    {
        _operations.Add(operation);
        _current = operation.Reshape(_current);
    }
}
