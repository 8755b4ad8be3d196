using DocMigrate.Document.PostgreSql.Compilation.Rules;
using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>Looks at a stored document, as SQL.</summary>
internal static class ShapeSql
{
    private static readonly SymbolicDocument Stored = new(CollectionTable.Stored);

    /// <summary>Whether any of the tests holds; true for all documents where there are none to go by.</summary>
    public static string Any(IReadOnlyList<ShapeTest>? tests) =>
        tests is null || tests.Any(static test => !Places.CanWrite(test.Path.Segments)) ? PgSql.True : PgSql.Or([.. tests.Distinct().Select(Of)]);

    private static string Of(ShapeTest test) => test.Kind switch
    {
        ShapeTestKind.Present => Stored.IsThere(test.Path.Segments),
        ShapeTestKind.Missing => Stored.IsMissing(test.Path.Segments),
        ShapeTestKind.Object => $"{Stored.TypeOf(test.Path.Segments)} = 'object'",
        ShapeTestKind.Array => $"{Stored.TypeOf(test.Path.Segments)} = 'array'",
        ShapeTestKind.Other => $"{Stored.At(test.Path.Segments)} IS DISTINCT FROM to_jsonb({PgSql.Text(test.Text!)}::text)",
        _ => throw new ArgumentOutOfRangeException(nameof(test), test.Kind, "There is no such test."),
    };
}
