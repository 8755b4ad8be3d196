using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Reshaping;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>Looks at documents as a filter: it may hold for some that no look is true of, and leaves out none of which one is.</summary>
internal static class ShapeFilter
{
    /// <summary>A filter for the documents of which a look is true; an empty one where a filter can't say it.</summary>
    /// <param name="tests">The looks; null for all documents.</param>
    public static JObject Any(IReadOnlyList<ShapeTest>? tests)
    {
        var parts = tests?.Select(Of).ToList();
        return parts is null || parts.Contains(null) ? []
            : parts.Count == 0 ? Bodies.Of(("$expr", false))
            : Bodies.Of(("$or", new JArray(parts.SelectMany(static part => part!))));
    }

    /// <summary>
    /// Null where a key in the path would be read as something else. A path in a filter goes into the elements of arrays, one of ours does not: so a document with an array on the way is
    /// always looked at; and so is one with an array where a text is looked for.
    /// </summary>
    private static IEnumerable<JObject>? Of(ShapeTest test)
    {
        var segments = test.Path.Segments;
        if (test.Path.IsRoot || segments.Any(static segment => segment.Length == 0 || segment[0] == '$' || segment.Contains('.', StringComparison.Ordinal) || char.IsAsciiDigit(segment[0])))
        {
            return null;
        }

        var path = string.Join('.', segments);
        var ways = Enumerable.Range(1, test.Kind == ShapeTestKind.Other ? segments.Count : segments.Count - 1)
            .Select(count => Bodies.Of((string.Join('.', segments.Take(count)), Bodies.Of(("$type", "array")))));
        return ways.Prepend(Bodies.Of((path, test.Kind switch
        {
            ShapeTestKind.Present => Bodies.Of(("$exists", true)),
            ShapeTestKind.Missing => Bodies.Of(("$exists", false)),
            ShapeTestKind.Object => Bodies.Of(("$type", "object")),
            ShapeTestKind.Array => Bodies.Of(("$type", "array")),
            _ => Bodies.Of(("$ne", test.Text)),
        })));
    }
}
