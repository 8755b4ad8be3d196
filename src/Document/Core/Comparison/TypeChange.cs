using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Models;

namespace DocMigrate.Document.Comparison;

/// <summary>Finds the operations that make of a field's values others of another type.</summary>
internal static class TypeChange
{
    public static void Find(ReshapeDraft draft, DocumentPath path, FieldShape current, FieldShape wanted)
    {
        switch (current.Kind, wanted.Kind)
        {
            case (ShapeKind.Scalar, ShapeKind.Scalar):
                Convert(draft, path, current, wanted);
                break;
            case (ShapeKind.Map, ShapeKind.List) when Keyed(current.Element!, wanted.Element!) is { } keyed:
                draft.Add(new MapToArrayOperation { Collection = draft.Collection, Path = path, KeyField = keyed.Key, ValueField = keyed.Value });
                break;
            case (ShapeKind.List, ShapeKind.Map) when Keyed(wanted.Element!, current.Element!) is { } keyed:
                draft.Add(new ArrayToMapOperation { Collection = draft.Collection, Path = path, KeyField = keyed.Key, ValueField = keyed.Value });
                break;
            case (not ShapeKind.List, ShapeKind.List) when Related(current, wanted.Element!):
                Convert(draft, path, current, wanted.Element!);
                draft.Add(new WrapInArrayOperation { Collection = draft.Collection, Path = path });
                break;
            case (ShapeKind.List, not ShapeKind.List) when Related(current.Element!, wanted):
                draft.Add(new UnwrapArrayOperation
                {
                    Collection = draft.Collection,
                    Path = path,
                    Note = "An array of more than one element stops the run before anything is written; longer: LongArrays.First takes its first, LongArrays.Last its last.",
                });
                Convert(draft, path, draft.Current.Find(path)!, wanted);
                break;
        }
    }

    /// <summary>Whether no document needs a change, as far as types go.</summary>
    public static bool IsOnlyDeclared(FieldShape now, FieldShape wanted) =>
        wanted is { Kind: ShapeKind.Scalar, Scalar: ScalarKind.Any }
        || now is { Kind: ShapeKind.Scalar, Scalar: ScalarKind.Any }
        || (now.Kind == ShapeKind.Scalar && wanted.Kind == ShapeKind.Scalar && (now.Scalar == wanted.Scalar || (IsText(now.Scalar) && wanted.Scalar == ScalarKind.String)))
        || (now.Kind is ShapeKind.Object or ShapeKind.Map && wanted.Kind is ShapeKind.Object or ShapeKind.Map);

    public static string Describe(FieldShape shape) => shape.Kind switch
    {
        ShapeKind.List => "an array",
        ShapeKind.Map => "an object keyed by data",
        ShapeKind.Object => "an object",
        _ => $"a value of type {shape.Scalar}",
    };

    /// <summary>Whether one may be made of the other where one of the two is in an array.</summary>
    private static bool Related(FieldShape one, FieldShape other) =>
        one is not { Kind: ShapeKind.Scalar, Scalar: ScalarKind.Any } && other is not { Kind: ShapeKind.Scalar, Scalar: ScalarKind.Any }
        && one.Kind == other.Kind && one.Kind != ShapeKind.List
        && (one.Kind != ShapeKind.Scalar || IsOnlyDeclared(one, other) || (ScalarValue.TypeOf(one) is not null && ScalarValue.TypeOf(other) is not null));

    private static void Convert(ReshapeDraft draft, DocumentPath path, FieldShape current, FieldShape wanted)
    {
        if (ScalarValue.TypeOf(current) is { } from && ScalarValue.TypeOf(wanted) is { } to && from != to)
        {
            draft.Add(new ConvertFieldOperation { Collection = draft.Collection, Path = path, To = to, From = from, Note = Caution(from, to) });
        }
    }

    private static string? Caution(FieldType from, FieldType to) => (from, to) switch
    {
        (_, FieldType.String) or (FieldType.Int32, FieldType.Int64 or FieldType.Double or FieldType.Decimal) or (FieldType.Int64, FieldType.Decimal) => null,
        _ => $"A {from} that is no {to} stops the run before anything is written; onError: OnError.Quarantine sets its document aside, OnError.Keep leaves the value.",
    };

    private static bool IsText(ScalarKind kind) => kind is ScalarKind.String or ScalarKind.Date or ScalarKind.Time or ScalarKind.Guid;

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
}
