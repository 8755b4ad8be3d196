using DocMigrate.Document.PostgreSql.Compilation.Rules;
using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>Looks at a stored document, as SQL.</summary>
internal static class ShapeSql
{
    /// <summary>Whether any of the tests holds; true for all documents where there are none to go by.</summary>
    /// <param name="tests">The tests.</param>
    /// <param name="document">The stored document.</param>
    public static string Any(IReadOnlyList<ShapeTest>? tests, string document) => tests is null || tests.Any(static test => !Places.CanWrite(test.Path.Segments))
        ? PgSql.True
        : PgSql.Or([.. tests.Distinct().Select(test => Of(test, new SymbolicDocument(document)))]);

    private static string Of(ShapeTest test, SymbolicDocument document) => test.Kind switch
    {
        ShapeTestKind.Present => document.IsThere(test.Path.Segments),
        ShapeTestKind.Missing => document.IsMissing(test.Path.Segments),
        ShapeTestKind.Object => $"({document.TypeOf(test.Path.Segments)} IS NOT DISTINCT FROM 'object')",
        ShapeTestKind.Array => $"({document.TypeOf(test.Path.Segments)} IS NOT DISTINCT FROM 'array')",
        ShapeTestKind.Other => $"({document.At(test.Path.Segments)} IS DISTINCT FROM to_jsonb({PgSql.Text(test.Text!)}::text))",
        _ => throw new ArgumentOutOfRangeException(nameof(test), test.Kind, "There is no such test."),
    };
}
