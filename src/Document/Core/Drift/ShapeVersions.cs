using DocMigrate.Document.State;
using DocMigrate.Inspection;

namespace DocMigrate.Document.Drift;

/// <summary>The shapes of one collection in the order of its history.</summary>
/// <param name="Earlier">Those that it had before.</param>
/// <param name="Current">The one that the applied migrations made; null where they did not make the collection.</param>
/// <param name="Later">Those that pending migrations would make.</param>
internal sealed record ShapeVersions(IReadOnlyList<ShapeVersion> Earlier, CollectionShape? Current, IReadOnlyList<ShapeVersion> Later)
{
    public static ShapeVersions Of(DriftRequest request, string collection)
    {
        var points = request.Applied.Concat(request.Pending)
            .Select(point => (point.After, Shape: DocumentSchema.From(point.State).Collection(collection)))
            .ToList();
        var current = points[request.Applied.Count - 1].Shape;
        return new ShapeVersions(
            [.. Different(points[..request.Applied.Count], current)],
            current,
            [.. Different(points[(request.Applied.Count - 1)..], current).Where(version => version.After != points[request.Applied.Count - 1].After)]);
    }

    // Two points that differ only in what stamps say are told apart by stamps alone: by shape neither is nearer.
    private static bool AreAlike(CollectionShape? left, CollectionShape right) => left?.Shape == right.Shape && left.Chain.Stamp == right.Chain.Stamp;

    // A collection that was not declared then has a shape that every document fits: it tells nothing apart.
    private static IEnumerable<ShapeVersion> Different(IReadOnlyList<(MigrationId? After, CollectionShape? Shape)> points, CollectionShape? current)
    {
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Shape is { Declared: true } shape && (i == 0 || !AreAlike(points[i - 1].Shape, shape)) && !AreAlike(current, shape))
            {
                var next = points.Skip(i + 1).FirstOrDefault(later => !AreAlike(later.Shape, shape));
                yield return new ShapeVersion(points[i].After, next.After, shape);
            }
        }
    }
}
