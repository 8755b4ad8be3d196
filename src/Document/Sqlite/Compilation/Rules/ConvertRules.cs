using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>
/// Conversions of the values that are written in the usual way. SQLite prints a number with 15 digits, so only a text that it gives back as it was is
/// certain to be what this project prints too; all others are left to the in-process executor.
/// </summary>
internal static class ConvertRules
{
    private const string Int32Range = "BETWEEN -2147483648 AND 2147483647";

    public static SymbolicDocument? Convert(SymbolicDocument document, ConvertFieldOperation operation, int index)
    {
        var path = operation.Path.Segments;
        if (document.Source(path) is not { } source)
        {
            return null;
        }

        var (type, value, text) = (document.TypeOf(source.Path), document.ValueOf(source.Path), document.TextOf(source.Path));
        var cases = Cases(operation.To, operation.From, type, value, text).ToList();
        if (cases.Count == 0)
        {
            return null;
        }

        var changes = cases.Where(static known => known.Put is not null).Select(static known => $"WHEN {known.When} THEN jsonb({known.Put})");
        var changed = $"CASE {string.Join(" ", changes)} ELSE {document.Verbatim(source.Path)} END";
        var fits = cases.Select(static known => known.When).Prepend($"{type} = 'null'").Prepend($"{type} IS NULL");
        var result = document
            .Where(SqlJson.Or(fits))
            .WorkWhen($"{type} IS NOT NULL")
            .With(path, new ComputedSlot(changed, $"{type} IS NOT NULL"));
        return cases
            .Where(known => operation.From is null ? known.Put is not null : !known.Returns)
            .Aggregate(result, (current, known) => current?.Keeping(new ServerKeep(index, path, known.When, text, known.Put ?? text)));
    }

    private static IEnumerable<ConvertCase> Cases(FieldType to, FieldType? from, string type, string value, string text)
    {
        var isText = $"{type} = 'text'";
        var isInteger = $"({type} = 'integer' AND {Whole(text)} AND length({text}) <= 15)";
        var isInt32 = $"({isInteger} AND {value} {Int32Range})";
        var back = from is FieldType.String;
        switch (to)
        {
            case FieldType.Double when from is null or FieldType.String:
                yield return new ConvertCase($"({isText} AND {Fraction(value)})", value, back);
                yield return new ConvertCase($"({isText} AND {Whole(value)} AND length({value}) <= 15)", $"{value} || '.0'", false);
                yield return new ConvertCase(isInteger, $"{text} || '.0'", false);
                yield return new ConvertCase($"({type} = 'real' AND {Fraction(text)})", null, false);
                break;
            case FieldType.Int32 when from is null or FieldType.String:
                yield return new ConvertCase($"({isText} AND {Whole(value)} AND CAST({value} AS INTEGER) {Int32Range})", value, back);
                yield return new ConvertCase(isInt32, null, false);
                break;
            case FieldType.Int64 when from is null or FieldType.String:
                yield return new ConvertCase($"({isText} AND {Whole(value)} AND CAST({value} AS INTEGER) {Int32Range})", Wrapped("$numberLong", value), back);
                yield return new ConvertCase($"({isText} AND {Whole(value)} AND CAST({value} AS INTEGER) NOT {Int32Range})", value, back);
                break;
            case FieldType.Decimal when from is null or FieldType.String:
                yield return new ConvertCase($"({isText} AND ({Fraction(value)} OR {Whole(value)}))", Wrapped("$numberDecimal", value), back);
                break;
            case FieldType.Boolean when from is null or FieldType.String:
                yield return new ConvertCase($"({isText} AND {value} IN ('true', 'false'))", value, back);
                yield return new ConvertCase($"{type} IN ('true', 'false')", null, false);
                break;
            case FieldType.String when from is FieldType.Int32:
                yield return new ConvertCase(isInt32, Quoted(text), true);
                break;
            case FieldType.String when from is FieldType.Double:
                yield return new ConvertCase($"({type} = 'real' AND {Fraction(text)})", Quoted(text), true);
                break;
            case FieldType.String when from is FieldType.Boolean:
                yield return new ConvertCase($"{type} IN ('true', 'false')", Quoted(text), true);
                break;
            default:
                break;
        }
    }

    /// <summary>A number with a point as this project prints it: up to 15 characters, no exponent, no negative zero.</summary>
    private static string Fraction(string text) =>
        $"(CAST(CAST({text} AS REAL) AS TEXT) = {text} AND length({text}) <= 15 AND {text} NOT GLOB '*[^-0-9.]*' AND {text} NOT GLOB '-0*')";

    /// <summary>An int64 as this project prints it.</summary>
    private static string Whole(string text) => $"CAST(CAST({text} AS INTEGER) AS TEXT) = {text}";

    private static string Quoted(string text) => $"'\"' || {text} || '\"'";

    private static string Wrapped(string key, string text) => $"'{{\"{key}\":\"' || {text} || '\"}}'";
}
