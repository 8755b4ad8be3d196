using DocMigrate.Document.Operations;

namespace DocMigrate.Document.PostgreSql.Compilation.Rules;

/// <summary>
/// Conversions of the values that are written in the usual way: integers, and numbers of up to 15 digits with a point and without an exponent, which a
/// double gives back as they were. jsonb never has an exponent or a negative zero.
/// </summary>
internal static class ConvertRules
{
    private const string False = "false";
    private const string Int32Range = "BETWEEN -2147483648 AND 2147483647";

    public static SymbolicDocument? Convert(SymbolicDocument document, ConvertFieldOperation operation, int index)
    {
        var path = operation.Path.Segments;
        if (document.Source(path) is not { } source)
        {
            return null;
        }

        var (type, value, text) = (document.TypeOf(source.Path), document.At(source.Path), document.TextAt(source.Path));
        var cases = Cases(operation, value, text).ToList();
        if (cases.Count == 0)
        {
            return null;
        }

        var fits = $"CASE {type} {Each(cases, static known => known.Fits)} WHEN 'null' THEN true ELSE {type} IS NULL END";
        var puts = cases.Where(static known => known.Put is not null).ToList();
        var put = puts.Count == 0 ? value : $"CASE {type} {Each(puts, static known => known.Put!)} ELSE {value} END";
        var same = cases.Where(static known => known.Same != False).ToList();
        var needs = $"CASE {type} {Each(same, static known => "(" + PgSql.InOrder(known.Fits, known.Same) + ") IS NOT TRUE")} WHEN 'null' THEN false ELSE {document.IsThere(source.Path)} END";
        var result = document
            .Where(fits)
            .WorkWhen(needs)
            .With(path, new ComputedSlot(put, document.IsThere(source.Path)));

        var kept = cases.Where(static known => known.Kept != False).ToList();
        return kept.Count == 0 ? result : result?.Keeping(new ServerKeep(
            index, path, $"CASE {type} {Each(kept, static known => known.Kept)} ELSE false END", value, $"CASE {type} {Each(kept, static known => known.PutText)} END"));
    }

    private static string Each(IEnumerable<ConvertCase> cases, Func<ConvertCase, string> what) =>
        string.Join(" ", cases.Select(known => $"WHEN '{known.Type}' THEN {what(known)}"));

    private static IEnumerable<ConvertCase> Cases(ConvertFieldOperation operation, string value, string text)
    {
        // What converting back would not give is kept; without a way back, whatever changes.
        var fromText = operation.From is null or FieldType.String;
        // So is a value that has the type already, where there is a way back that would change it: in process.
        var oneWay = operation.From is null;
        var changed = oneWay ? PgSql.True : False;
        switch (operation.To)
        {
            case FieldType.Double when fromText:
                var number = Number(text);
                yield return new ConvertCase("string", Decimal(text), number, oneWay ? PgSql.True : $"NOT {IsPrinted(text)}", False, $"({number})::text");
                yield return new ConvertCase(
                    "number",
                    oneWay ? Decimal(text) : $"({Decimal(text)} AND NOT {HasPoint(text)})",
                    $"CASE WHEN {HasPoint(text)} THEN {value} ELSE {number} END",
                    $"NOT {HasPoint(text)}",
                    oneWay ? HasPoint(text) : False,
                    $"({number})::text");
                break;
            case FieldType.Int32 when fromText:
                yield return new ConvertCase("string", Int32(text), $"to_jsonb({text}::bigint)", changed, False, text);
                if (oneWay)
                {
                    yield return new ConvertCase("number", Int32(text), null, False, PgSql.True, text);
                }

                break;
            case FieldType.Int64 when fromText:
                var isNarrow = $"{text}::bigint {Int32Range}";
                yield return new ConvertCase(
                    "string",
                    Int64(text),
                    $"CASE WHEN {isNarrow} THEN jsonb_build_object('$numberLong', {text}) ELSE to_jsonb({text}::bigint) END",
                    changed,
                    False,
                    $"CASE WHEN {isNarrow} THEN {Wrapped("$numberLong", text)} ELSE {text} END");
                break;
            case FieldType.Decimal when fromText:
                yield return new ConvertCase(
                    "string",
                    $"({text} ~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?$' AND length({text}) <= 34)",
                    $"jsonb_build_object('$numberDecimal', {text})",
                    changed,
                    False,
                    Wrapped("$numberDecimal", text));
                break;
            case FieldType.Boolean when fromText:
                yield return new ConvertCase("string", $"{text} IN ('true', 'false')", $"to_jsonb({text} = 'true')", changed, False, text);
                if (oneWay)
                {
                    yield return new ConvertCase("boolean", PgSql.True, null, False, PgSql.True, text);
                }

                break;
            case FieldType.String when operation.From is FieldType.Int32:
                yield return new ConvertCase("number", Int32(text), $"to_jsonb({text})", False, False, text);
                break;
            case FieldType.String when operation.From is FieldType.Double:
                yield return new ConvertCase("number", PgSql.And([Decimal(text), HasPoint(text)]), $"to_jsonb(({Number(text)})::text)", False, False, text);
                break;
            case FieldType.String when operation.From is FieldType.Boolean:
                yield return new ConvertCase("boolean", PgSql.True, $"to_jsonb({text})", False, False, text);
                break;
            default:
                break;
        }
    }

    /// <summary>A JSON number of up to 15 characters without an exponent, nothing from −1 to 0 with a sign (as negative zero), and none that is printed with an exponent.</summary>
    /// <remarks>By few functions: each of them takes the text out of the document anew.</remarks>
    private static string Decimal(string text) =>
        $"({text} ~ '^(-?[1-9][0-9]*([.][0-9]+)?|0([.](0{{1,3}}|0{{0,3}}[1-9][0-9]*))?)$' AND length({text}) <= 15)";

    /// <summary>Such a number as a double is printed: without zeros at the end, but for one after the point.</summary>
    private static string Number(string text) =>
        $"to_jsonb(CASE WHEN {IsPrinted(text)} THEN {text}::numeric WHEN {text}::numeric = trunc({text}::numeric) THEN round({text}::numeric, 1) ELSE trim_scale({text}::numeric) END)";

    private static string IsPrinted(string text) => $"({HasPoint(text)} AND (right({text}, 1) <> '0' OR right({text}, 2) = '.0'))";

    private static string HasPoint(string text) => $"strpos({text}, '.') > 0";

    private static string Int32(string text) =>
        PgSql.InOrder($"({text} ~ '^-?(0|[1-9][0-9]{{0,9}})$' AND {text} <> '-0')", $"{text}::bigint {Int32Range}");

    private static string Int64(string text) => $"({text} ~ '^-?(0|[1-9][0-9]{{0,17}})$' AND {text} <> '-0')";

    private static string Wrapped(string key, string text) => $"'{{\"{key}\":\"' || {text} || '\"}}'";
}
