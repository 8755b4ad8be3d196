using DocMigrate.CodeGeneration;
using DocMigrate.Document.State;

namespace DocMigrate.Document.CodeGeneration;

/// <summary>Writes shapes as C# expressions.</summary>
internal static class ShapeCode
{
    public static string Of(FieldShape shape) => Inner(shape)
        + (shape.Values.Count == 0 ? "" : $".OneOf({string.Join(", ", shape.Values.Select(CSharpLiteral.Of))})")
        + (shape.Nullable ? ".OrNull()" : "");

    private static string Inner(FieldShape shape) => shape.Kind switch
    {
        ShapeKind.List => $"FieldShape.List({Of(shape.Element ?? FieldShape.Any)})",
        ShapeKind.Map => $"FieldShape.Map({Of(shape.Element ?? FieldShape.Any)})",
        ShapeKind.Object when shape.Fields.Count == 0 => "FieldShape.EmptyObject",
        ShapeKind.Object =>
            $"FieldShape.Object(s => s{string.Concat(shape.Fields.Select(static field => $".Field({CSharpLiteral.Of(field.Name)}, {Of(field.Shape)})"))})",
        _ => $"FieldShape.{shape.Scalar}",
    };
}
