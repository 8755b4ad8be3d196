using DocMigrate.Document.Reshaping;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>Looks at a stored document, as SQL.</summary>
internal static class ShapeSql
{
    /// <summary>Whether any of the tests holds; true for all documents where one of them can't be written for SQLite, or there are none to go by.</summary>
    /// <param name="tests">The tests.</param>
    /// <param name="document">The stored document.</param>
    public static string Any(IReadOnlyList<ShapeTest>? tests, string document) => tests is null || tests.Any(static test => !JsonPathSql.CanWrite(test.Path.Segments))
        ? "1"
        : tests.Count == 0 ? "0" : $"({string.Join(" OR ", tests.Distinct().Select(test => Of(test, document)))})";

    private static string Of(ShapeTest test, string document)
    {
        var type = $"json_type({document}, {JsonPathSql.Literal(test.Path.Segments)})";
        return test.Kind switch
        {
            ShapeTestKind.Present => $"{type} IS NOT NULL",
            ShapeTestKind.Missing => $"{type} IS NULL",
            ShapeTestKind.Object => $"{type} IS 'object'",
            ShapeTestKind.Array => $"{type} IS 'array'",
            ShapeTestKind.Other => $"({type} IS NOT 'text' OR {document} ->> {JsonPathSql.Literal(test.Path.Segments)} IS NOT {SqliteName.Text(test.Text!)})",
            _ => throw new ArgumentOutOfRangeException(nameof(test), test.Kind, "There is no such test."),
        };
    }
}
