using DocMigrate.Document.State;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Comparison;

/// <summary>Finds fields that look moved, into a sub-document, out of one, or to another: gone here, and new there under the same name and of the same type. That is asked, never taken for granted.</summary>
internal static class UnstatedMoves
{
    public static void Find(FieldShape current, FieldShape wanted, FieldNames names, OpenQuestions questions)
    {
        var fresh = Only(wanted, current, DocumentPath.Root).ToList();
        List<(DocumentPath From, DocumentPath To)> found = [];
        foreach (var (from, shape) in Only(current, wanted, DocumentPath.Root).Where(gone => !names.IsGone(gone.Path)))
        {
            // What a found one contains goes with it.
            if (!found.Exists(move => from.StartsWith(move.From)))
            {
                found.AddRange(fresh
                    .Where(to => to.Path.Name == from.Name && to.Path.Parent != from.Parent && shape with { Nullable = to.Shape.Nullable } == to.Shape)
                    .Where(to => !to.Path.StartsWith(from) && !from.StartsWith(to.Path) && !found.Exists(move => to.Path.StartsWith(move.To)))
                    .Select(to => (from, to.Path)));
            }
        }

        foreach (var (from, to) in found)
        {
            questions.Moved(names.Full(from), names.Of(to));
        }
    }

    /// <summary>The fields that one shape has and another does not, outer ones before those in them.</summary>
    private static IEnumerable<(DocumentPath Path, FieldShape Shape)> Only(FieldShape shape, FieldShape? other, DocumentPath parent)
    {
        foreach (var field in shape.Fields)
        {
            var path = parent.Child(field.Name);
            var twin = other?.Field(field.Name);
            if (twin is null)
            {
                yield return (path, field.Shape);
            }

            if (field.Shape.Kind == ShapeKind.Object && twin is null or { Kind: ShapeKind.Object })
            {
                foreach (var inner in Only(field.Shape, twin, path))
                {
                    yield return inner;
                }
            }
        }
    }
}
