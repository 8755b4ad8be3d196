using DocMigrate.Document.Reshaping;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>Looks at a stored document, as an aggregation expression that is never an error.</summary>
internal static class ShapeExpression
{
    /// <summary>Whether any of the tests holds; true for all documents where there are none to go by.</summary>
    public static JToken Any(IReadOnlyList<ShapeTest>? tests) => Any(tests, SymbolicDocument.Stored);

    /// <summary>The same of an object inside a document.</summary>
    public static JToken Any(IReadOnlyList<ShapeTest>? tests, SymbolicDocument document) => tests is null || tests.Any(static test => !Mql.CanName(test.Path.Segments))
        ? Mql.True
        : Mql.Or(tests.Select(test => Of(test, document)));

    private static JToken Of(ShapeTest test, SymbolicDocument document) => test.Kind switch
    {
        ShapeTestKind.Present => document.IsThere(test.Path.Segments),
        ShapeTestKind.Missing => document.IsMissing(test.Path.Segments),
        ShapeTestKind.Object => document.IsObject(test.Path.Segments),
        ShapeTestKind.Array => Mql.Is(document.At(test.Path.Segments), "array"),
        ShapeTestKind.Other => Mql.Call("$ne", document.At(test.Path.Segments), Mql.Text(test.Text!)),
        _ => throw new ArgumentOutOfRangeException(nameof(test), test.Kind, "There is no such test."),
    };
}
