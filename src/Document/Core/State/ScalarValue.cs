using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Models;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.State;

/// <summary>Fits values to shapes.</summary>
internal static class ScalarValue
{
    /// <summary>The conversion type of a scalar; null for one that has none.</summary>
    public static FieldType? TypeOf(FieldShape shape) =>
        shape.Kind == ShapeKind.Scalar && Enum.TryParse<FieldType>(shape.Scalar.ToString(), out var type) ? type : null;

    /// <summary>A value as the shape has it: <c>5</c> for a double is 5.0. Null when it does not fit.</summary>
    public static JToken? Fit(JToken value, FieldShape shape) => shape.Kind switch
    {
        _ when value.Type == JTokenType.Null => value,
        ShapeKind.List => value as JArray,
        ShapeKind.Object or ShapeKind.Map => Wrappers.IsSubdocument(value) ? value : null,
        _ when shape.Scalar == ScalarKind.Any => value,
        _ when shape.Scalar == ScalarKind.Binary => value is JObject ? value : null,
        _ when TypeOf(shape) is { } type => FitType(value, type),
        _ => value is JValue { Value: string } ? value : null,
    };

    /// <summary>Only what an author would call the same value: text does not become a number.</summary>
    private static JToken? FitType(JToken value, FieldType type) =>
        value is JValue { Value: string } && type is FieldType.Int32 or FieldType.Int64 or FieldType.Double or FieldType.Boolean
            || (type == FieldType.String && value is not JValue { Value: string })
        ? null
        : FieldConversion.Convert(value, type, ConversionRules.Strict, out _);
}
