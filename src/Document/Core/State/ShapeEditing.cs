using DocMigrate.Document.Values;

namespace DocMigrate.Document.State;

/// <summary>Looks up and changes fields inside an object shape. What is not known stays not known.</summary>
internal static class ShapeEditing
{
    public static FieldShape? Find(this FieldShape root, DocumentPath path)
    {
        FieldShape? shape = root;
        foreach (var key in path.Segments)
        {
            shape = shape?.Kind == ShapeKind.Object ? shape.Field(key) : null;
        }

        return shape;
    }

    /// <summary>Sets a field whose parent is a known object; null removes it. Elsewhere nothing changes.</summary>
    public static FieldShape Set(this FieldShape root, DocumentPath path, FieldShape? shape)
    {
        if (root.Kind != ShapeKind.Object || path.IsRoot)
        {
            return root;
        }

        var key = path.Segments[0];
        if (path.Segments.Count == 1)
        {
            return shape is null ? root.WithoutField(key) : root.WithField(key, shape);
        }

        return root.Field(key) is { } inner
            ? root.WithField(key, inner.Set(DocumentPath.Of(path.Segments.AsSpan()[1..]), shape))
            : root;
    }
}
