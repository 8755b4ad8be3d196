using DocMigrate.Document.Values;
using DocMigrate.Models;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.State;

/// <summary>Tells whether a document can be one of a shape.</summary>
/// <param name="lenient">Whether required fields may be missing, and scalars may be what JSON libraries make of them: a date as text, a decimal as a number.</param>
internal sealed class ShapeMatch(bool lenient)
{
    /// <summary>Whether a value fits.</summary>
    /// <param name="value">The value; null when it is missing.</param>
    /// <param name="shape">What it would have to be.</param>
    /// <param name="known">
    /// All that is known of the place in any version: a field that another version has, and this one has not, tells against this one. Fields that none has are somebody
    /// else's, and tell nothing. Null when they all are.
    /// </param>
    public bool Fits(JToken? value, FieldShape shape, FieldShape? known = null) => value switch
    {
        null => shape.Nullable || lenient || IsAnything(shape),
        { Type: JTokenType.Null } => shape.Nullable || lenient || IsAnything(shape),
        _ => shape.Kind switch
        {
            ShapeKind.Object => Wrappers.IsSubdocument(value) && FitsObject((JObject)value, shape, known),
            ShapeKind.List => value is JArray array && array.All(element => Fits(element, shape.Element ?? FieldShape.Any, known?.Element)),
            ShapeKind.Map => Wrappers.IsSubdocument(value)
                && ((JObject)value).Properties().All(property => Fits(property.Value, shape.Element ?? FieldShape.Any, known?.Element)),
            _ => FitsScalar(value, shape),
        },
    };

    /// <summary>All that two shapes know of one place.</summary>
    public static FieldShape Union(FieldShape left, FieldShape right) => (left.Kind, right.Kind) switch
    {
        (ShapeKind.Object, ShapeKind.Object) => left with
        {
            Fields = left.Fields.Select(field => right.Field(field.Name) is { } twin ? new NamedField(field.Name, Union(field.Shape, twin)) : field)
                .Concat(right.Fields.Where(field => left.Field(field.Name) is null))
                .ToValueList(),
        },
        (ShapeKind.List or ShapeKind.Map, ShapeKind.List or ShapeKind.Map) => left with { Element = Union(left.Element ?? FieldShape.Any, right.Element ?? FieldShape.Any) },
        (ShapeKind.Scalar, not ShapeKind.Scalar) or (not ShapeKind.Object, ShapeKind.Object) => right,
        _ => left,
    };

    private static bool IsAnything(FieldShape shape) => shape is { Kind: ShapeKind.Scalar, Scalar: ScalarKind.Any, Values.Count: 0 };

    private bool FitsObject(JObject value, FieldShape shape, FieldShape? known) =>
        shape.Fields.All(field => Fits(value.Property(field.Name, StringComparison.Ordinal)?.Value, field.Shape, known?.Field(field.Name)))
        && (known is null || value.Properties().All(property => shape.Field(property.Name) is not null || known.Field(property.Name) is null));

    private bool FitsScalar(JToken value, FieldShape shape) => (shape.Scalar, value) switch
    {
        (ScalarKind.Any, _) => shape.Values.Count == 0 || (DiscriminatorText.Of(value) is { } text && shape.Values.Contains(text)),
        (ScalarKind.String, JValue { Value: string text }) => shape.Values.Count == 0 || shape.Values.Contains(text),
        (ScalarKind.Date or ScalarKind.Time or ScalarKind.Guid, JValue { Value: string }) => true,
        (ScalarKind.Boolean, JValue { Value: bool }) or (ScalarKind.Int32, JValue { Value: int }) or (ScalarKind.Double, JValue { Value: double }) => true,

        // Stores of JSON keep no widths.
        (ScalarKind.Int64, JValue { Value: int or long }) => true,
        (ScalarKind.Double or ScalarKind.Decimal, JValue { Value: int or long or double }) or (ScalarKind.DateTime or ScalarKind.Binary, JValue { Value: string }) => lenient,
        (ScalarKind.Decimal, _) => Wrappers.TextOf(value, "$numberDecimal") is not null,
        (ScalarKind.ObjectId, _) => Wrappers.TextOf(value, "$oid") is not null,
        (ScalarKind.DateTime, JObject { Count: 1 } wrapper) => wrapper.Properties().First().Name == "$date",
        (ScalarKind.Binary, JObject { Count: 1 } wrapper) => wrapper.Properties().First().Name is "$binary" or "$uuid",
        _ => false,
    };
}
