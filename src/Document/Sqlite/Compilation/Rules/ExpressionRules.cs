using System.Globalization;
using DocMigrate.Document.Expressions;
using DocMigrate.Sql.Sqlite.Access;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>Texts computed from the texts of a document. Null: not expressible, run it in process.</summary>
internal static class ExpressionRules
{
    public static SqlText? Text(SymbolicDocument document, DocumentExpression expression)
    {
        switch (expression)
        {
            case LiteralExpression { Value: JValue { Value: string text } } when !text.Contains('\0', StringComparison.Ordinal):
                return new SqlText(SqliteName.Text(text), [], []);
            case PathExpression path when document.Source(path.Path.Segments) is { } source:
                return new SqlText(document.ValueOf(source.Path), [$"{document.TypeOf(source.Path)} = 'text'", document.Plain(source.Path)], [source.Path]);
            case ConcatExpression concat:
                var texts = concat.Texts.Select(text => Text(document, text)).ToArray();
                return Array.Exists(texts, static text => text is null) ? null : new SqlText(
                    $"({string.Join(" || ", texts.Select(static text => text!.Sql))})",
                    texts.SelectMany(static text => text!.Guards).Distinct().ToValueList(),
                    texts.SelectMany(static text => text!.Needed).Distinct().ToValueList());
            case TrimExpression trim:
                // What is below a space is an escape in JSON, and such texts are not plain: but a literal may be among them.
                return Text(document, trim.Text) is { } trimmed ? trimmed.With($"trim({trimmed.Sql}, char(32, 9, 10, 11, 12, 13))") : null;
            case CaseExpression letters:
                return Text(document, letters.Text) is { } cased
                    ? cased.With($"{(letters.To == LetterCase.Upper ? "upper" : "lower")}({cased.Sql})", $"{cased.Sql} NOT GLOB '*[^ -~]*'")
                    : null;
            case SubstringExpression part:
                return Text(document, part.Text) is { } whole
                    ? whole.With($"substr({whole.Sql}, {Number(part.Start + 1L)}{(part.Length is { } length ? $", {Number(length)}" : "")})")
                    : null;
            case SplitExpression { Index: 0 } split when !split.Separator.Contains('\0', StringComparison.Ordinal):
                return Text(document, split.Text) is { } joined
                    ? joined.With(
                        $"CASE instr({joined.Sql}, {SqliteName.Text(split.Separator)}) WHEN 0 THEN {joined.Sql} "
                        + $"ELSE substr({joined.Sql}, 1, instr({joined.Sql}, {SqliteName.Text(split.Separator)}) - 1) END")
                    : null;
            default:
                return null;
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
