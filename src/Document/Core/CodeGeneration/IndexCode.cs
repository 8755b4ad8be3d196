using System.Globalization;
using DocMigrate.CodeGeneration;
using DocMigrate.Document.Operations;

namespace DocMigrate.Document.CodeGeneration;

/// <summary>Writes the options of an index as an argument.</summary>
internal static class IndexCode
{
    /// <summary>The argument with a comma in front; empty where there are none.</summary>
    public static string Options(DocumentIndexOptions options)
    {
        if (options == DocumentIndexOptions.None)
        {
            return "";
        }

        var parts = new[]
        {
            options.Kind == DocumentIndexKind.Ordered ? null : $"Kind = {CSharpLiteral.Of(options.Kind)}",
            options.Descending.Count == 0 ? null : $"Descending = [{string.Join(", ", options.Descending.Select(OperationCode.Path))}]",
            options.Sparse ? "Sparse = true" : null,
            options.Filter is null ? null : $"Filter = {CSharpLiteral.Of(options.Filter)}",
            options.ExpireAfterSeconds is { } seconds ? $"ExpireAfterSeconds = {seconds.ToString(CultureInfo.InvariantCulture)}" : null,
            options.Collation is { } collation ? $"Collation = {Collation(collation)}" : null,
            options.Language is null ? null : $"Language = {CSharpLiteral.Of(options.Language)}",
        };
        return $", options: new DocumentIndexOptions {{ {string.Join(", ", parts.OfType<string>())} }}";
    }

    private static string Collation(IndexCollation collation) =>
        $"new IndexCollation {{ Locale = {CSharpLiteral.Of(collation.Locale)}"
        + (collation.Strength == 3 ? "" : $", Strength = {collation.Strength.ToString(CultureInfo.InvariantCulture)}")
        + (collation.CaseLevel ? ", CaseLevel = true" : "") + (collation.NumericOrdering ? ", NumericOrdering = true" : "") + " }";
}
