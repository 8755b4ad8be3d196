using System.Globalization;
using DocMigrate.Document.Expressions;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Compilation.Rules;

/// <summary>Texts computed from the texts of a document. Null: not expressible, run it in process.</summary>
internal static class ExpressionRules
{
    /// <summary>PostgreSQL counts characters in 32 bits.</summary>
    private const int LongestText = 1_000_000_000;

    /// <summary>The white space of <see cref="TrimExpression.WhiteSpace"/>.</summary>
    private const string WhiteSpace = @"E' \t\n\x0B\f\r'";

    public static SqlText? Text(SymbolicDocument document, DocumentExpression expression) => expression switch
    {
        LiteralExpression { Value: JValue { Value: string text } } when JsonbText.CanHold(text) => new SqlText($"{PgSql.Text(text)}::text", [], []),
        PathExpression path when document.Source(path.Path.Segments) is { } source =>
            new SqlText(document.TextAt(source.Path), [$"({document.TypeOf(source.Path)} = 'string')"], [source.Path]),
        ConcatExpression concat => Concat([.. concat.Texts.Select(text => Text(document, text))]),
        TrimExpression trim => Text(document, trim.Text) is { } text ? text.With($"btrim({text.Sql}, {WhiteSpace})") : null,

        // Beyond ASCII the letters of .NET and those of a collation are not the same.
        CaseExpression letters => Text(document, letters.Text) is { } text
            ? text.With($"{(letters.To == LetterCase.Upper ? "upper" : "lower")}({text.Sql} COLLATE \"C\")", $"(octet_length(convert_to({text.Sql}, 'UTF8')) = length({text.Sql}))")
            : null,
        SubstringExpression { Start: < LongestText, Length: null or < LongestText } part => Text(document, part.Text) is { } text
            ? text.With($"substr({text.Sql}, {Number(part.Start + 1)}{(part.Length is { } length ? $", {Number(length)}" : "")})")
            : null,
        SplitExpression { Index: 0 } split when JsonbText.CanHold(split.Separator) =>
            Text(document, split.Text) is { } text ? text.With($"split_part({text.Sql}, {PgSql.Text(split.Separator)}, 1)") : null,
        _ => null,
    };

    private static SqlText? Concat(IReadOnlyList<SqlText?> texts) => texts.Any(static text => text is null) ? null : new SqlText(
        $"({string.Join(" || ", texts.Select(static text => text!.Sql))})",
        texts.SelectMany(static text => text!.Guards).Distinct().ToValueList(),
        texts.SelectMany(static text => text!.Needed).Distinct().ToValueList());

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
