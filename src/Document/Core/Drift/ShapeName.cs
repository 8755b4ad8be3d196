using DocMigrate.Document.State;

namespace DocMigrate.Document.Drift;

/// <summary>Names the type that a shape asks for, in the words of inspect.</summary>
internal static class ShapeName
{
    public static string Of(FieldShape shape) => shape.Kind switch
    {
        ShapeKind.Object => "object",
        ShapeKind.List => "array",
        ShapeKind.Map => "map",
        _ => char.ToLowerInvariant(shape.Scalar.ToString()[0]) + shape.Scalar.ToString()[1..],
    };
}
