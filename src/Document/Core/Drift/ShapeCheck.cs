using DocMigrate.Document.Inference;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Models;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Drift;

/// <summary>Says in what a document is not of a shape.</summary>
/// <remarks>
/// A narrower number fits a wider type, since JSON has one kind: 5 is a valid double. What libraries write as text (dates, times, GUIDs, bytes, object ids) fits as
/// such text too.
/// </remarks>
internal sealed class ShapeCheck
{
    private readonly HashSet<Deviation> _found = [];
    private readonly string? _stampField;

    private ShapeCheck(string? stampField) => _stampField = stampField;

    /// <summary>All deviations, each once.</summary>
    /// <param name="document">The document.</param>
    /// <param name="collection">The collection as it should be. Where it was never declared, its state knows some fields only, and others are none of its business.</param>
    /// <param name="stampField">The field that documents may bear a stamp in; null for none.</param>
    public static IReadOnlySet<Deviation> Of(JObject document, CollectionShape collection, string? stampField)
    {
        var check = new ShapeCheck(stampField);
        check.Object(document, collection.Shape, "", open: !collection.Declared);
        return check._found;
    }

    private void Value(JToken value, FieldShape shape, string path)
    {
        if (value is JValue { Value: null })
        {
            if (!shape.Nullable && shape is not { Kind: ShapeKind.Scalar, Scalar: ScalarKind.Any })
            {
                Other(path, shape, "null");
            }

            return;
        }

        switch (shape.Kind)
        {
            case ShapeKind.Object when Wrappers.IsSubdocument(value):
                Object((JObject)value, shape, path, open: false);
                break;
            case ShapeKind.Map when Wrappers.IsSubdocument(value):
                Elements(((JObject)value).Properties().Select(static property => property.Value), shape, path + "{*}");

                break;
            case ShapeKind.List when value is JArray array:
                Elements(array, shape, path + "[]");

                break;
            case ShapeKind.Scalar when Fits(value, shape.Scalar):
                if (shape.Values.Count > 0 && !(value is JArray texts ? texts : [value]).All(text => text is JValue { Value: string known } && shape.Values.Contains(known)))
                {
                    _found.Add(new Deviation(path, DeviationKind.OtherValue, string.Join(" | ", shape.Values.Select(InferenceText.Quote)), InferenceText.Name(TypeOf.Value(value))));
                }

                break;
            default:
                Other(path, shape, InferenceText.Name(TypeOf.Value(value)));
                break;
        }
    }

    // Whether an element may be null no model can say: List<int?> and List<int> have one shape.
    private void Elements(IEnumerable<JToken> elements, FieldShape shape, string path)
    {
        foreach (var element in elements.Where(static element => element is not JValue { Value: null }))
        {
            Value(element, shape.Element ?? FieldShape.Any, path);
        }
    }

    private void Object(JObject value, FieldShape shape, string path, bool open)
    {
        foreach (var field in shape.Fields)
        {
            if (value.Property(field.Name, StringComparison.Ordinal) is { } property)
            {
                Value(property.Value, field.Shape, Child(path, field.Name));
            }
            else if (!field.Shape.Nullable)
            {
                _found.Add(new Deviation(Child(path, field.Name), DeviationKind.Missing, ShapeName.Of(field.Shape), null));
            }
        }

        foreach (var property in open ? [] : value.Properties())
        {
            // Every document has an _id, whether its class speaks of it or not.
            if (shape.Field(property.Name) is null && !(path.Length == 0 && (property.Name == "_id" || property.Name == _stampField)))
            {
                var data = TextPatterns.IsData(TextPatterns.Of(property.Name));
                _found.Add(new Deviation(data ? path + "{*}" : Child(path, property.Name), DeviationKind.Extra, null, InferenceText.Name(TypeOf.Value(property.Value))));
            }
        }
    }

    private void Other(string path, FieldShape shape, string found) => _found.Add(new Deviation(path, DeviationKind.OtherType, ShapeName.Of(shape), found));

    private static string Child(string path, string key) => (path.Length == 0 ? "" : path + ".") + InferenceText.Key(key);

    private static bool Fits(JToken value, ScalarKind kind) => (kind, TypeOf.Value(value)) switch
    {
        (ScalarKind.Any, _) => true,
        (ScalarKind.Boolean, InferredType.Boolean) => true,
        (ScalarKind.Int32, InferredType.Int32) => true,
        (ScalarKind.Int64, InferredType.Int32 or InferredType.Int64) => true,
        (ScalarKind.Double, InferredType.Int32 or InferredType.Int64 or InferredType.Double) => true,
        (ScalarKind.Decimal, InferredType.Int32 or InferredType.Int64 or InferredType.Double or InferredType.Decimal) => true,
        (ScalarKind.String, InferredType.String or InferredType.Symbol) => true,
        (ScalarKind.DateTime or ScalarKind.Date, InferredType.DateTime) => true,
        (ScalarKind.Guid or ScalarKind.Binary, InferredType.Guid or InferredType.Binary) => true,
        (ScalarKind.ObjectId, InferredType.ObjectId) => true,
        (ScalarKind.DateTime, InferredType.String) => Looks(value, TextPattern.DateTime),
        (ScalarKind.Date, InferredType.String) => Looks(value, TextPattern.Date) || Looks(value, TextPattern.DateTime),
        (ScalarKind.Guid, InferredType.String) => Looks(value, TextPattern.Guid),
        (ScalarKind.ObjectId, InferredType.String) => Looks(value, TextPattern.ObjectId),
        (ScalarKind.Time or ScalarKind.Binary, InferredType.String) => true,
        _ => false,
    };

    private static bool Looks(JToken value, TextPattern pattern) => value is JValue { Value: string text } && TextPatterns.Of(text) == pattern;
}
