using System.Text.Json;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Regular;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>
/// Conversions of the values that are written in the usual way. SQLite prints a number with 15 digits, so a text that it gives back as it was is just what
/// this project prints too. Every look at a value costs, so there are as few as can be.
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

        var (type, text) = (document.TypeOf(source.Path), document.TextOf(source.Path));
        var cases = Cases(operation, document.ValueOf(source.Path), text).ToList();
        if (cases.Count == 0)
        {
            return null;
        }

        var fits = cases.Select(known => $"WHEN '{known.Type}' THEN {Fits(document, known, operation, index, text)}");
        var puts = cases.Where(static known => known.Put is not null).Select(static known => $"WHEN '{known.Type}' THEN {known.Put}");
        var regular = operation switch
        {
            { From: FieldType.String, To: FieldType.Double } => document.Regularly(
                new RegularCheck(source.Path, ValueCheck.DecimalText, index, JsonSerializer.Serialize(operation.Path))),
            { From: FieldType.String, To: FieldType.Int32 } => document.Regularly(source.Path, ValueCheck.Int32Text),
            _ => document.Irregular(),
        };
        int? number = operation.To switch { FieldType.Double => JsonbElement.Float, FieldType.Int32 => JsonbElement.Integer, _ => null };

        // What has the type is written only where it is kept aside, for the way back to know it from what was converted.
        var idle = cases.Where(known => known.Put is null && operation.From is null).Select(static known => $"WHEN '{known.Type}' THEN {(known.Fits is null ? "0" : $"NOT {known.Fits}")} ");
        return regular
            .Where($"CASE {type} {string.Join(" ", fits)} WHEN 'null' THEN 1 ELSE {type} IS NULL END")
            .WorkWhen($"CASE {type} WHEN 'null' THEN 0 {string.Concat(idle)}ELSE {type} IS NOT NULL END")
            .With(path, new ComputedSlot($"CASE {type} {string.Join(" ", puts)} ELSE {document.Verbatim(source.Path)} END", $"{type} IS NOT NULL", number, source.Path));
    }

    /// <summary>Whether a value is converted here; what would not come back is noted at the same look.</summary>
    private static string Fits(SymbolicDocument document, ConvertCase known, ConvertFieldOperation operation, int index, string text)
    {
        var fits = known.Fits ?? "1";
        var returns = operation.From is not null ? known.Returns : known.Put is null ? "1" : null;
        if (returns == "1" || document.Mode == KeepMode.Tell)
        {
            return fits;
        }

        var kept = document.Mode == KeepMode.Refuse
            ? "0"
            : $"{ServerKeep.Function}({document.Key}, {index}, {SqliteName.Text(JsonSerializer.Serialize(operation.Path))}, {text}, {known.PutText})";
        return returns is null ? $"CASE WHEN {fits} THEN {kept} ELSE 0 END" : $"CASE WHEN {returns} THEN 1 WHEN {fits} THEN {kept} ELSE 0 END";
    }

    private static IEnumerable<ConvertCase> Cases(ConvertFieldOperation operation, string value, string text)
    {
        var toText = operation.From is null or FieldType.String;
        var isInteger = $"({Whole(text)} AND length({text}) <= 15)";
        var isInt32 = $"({Whole(text)} AND {value} {Int32Range})";
        switch (operation.To)
        {
            case FieldType.Double when toText:
                yield return new ConvertCase("text", Decimal(value), $"CAST({value} AS REAL)", Printed(value), $"CAST(CAST({value} AS REAL) AS TEXT)");
                yield return new ConvertCase("integer", isInteger, $"CAST({value} AS REAL)", null, $"{text} || '.0'");
                yield return new ConvertCase("real", Printed(text), null, null, text);
                break;
            case FieldType.Int32 when toText:
                yield return new ConvertCase("text", $"({Whole(value)} AND CAST({value} AS INTEGER) {Int32Range})", $"CAST({value} AS INTEGER)", "1", value);
                yield return new ConvertCase("integer", isInt32, null, null, text);
                break;
            case FieldType.Int64 when toText:
                var wrapped = Wrapped("$numberLong", value);
                var int64 = $"CASE WHEN CAST({value} AS INTEGER) {Int32Range} THEN {wrapped} ELSE {value} END";
                yield return new ConvertCase("text", Whole(value), $"jsonb({int64})", "1", int64);
                break;
            case FieldType.Decimal when toText:
                yield return new ConvertCase(
                    "text", $"({Printed(value)} OR {Whole(value)})", $"jsonb({Wrapped("$numberDecimal", value)})", "1", Wrapped("$numberDecimal", value));
                break;
            case FieldType.Boolean when toText:
                yield return new ConvertCase("text", $"{value} IN ('true', 'false')", $"jsonb({value})", "1", value);
                yield return new ConvertCase("true", null, null, null, "'true'");
                yield return new ConvertCase("false", null, null, null, "'false'");
                break;
            case FieldType.String when operation.From is FieldType.Int32:
                yield return new ConvertCase("integer", isInt32, $"jsonb({Quoted(text)})", "1", Quoted(text));
                break;
            case FieldType.String when operation.From is FieldType.Double:
                yield return new ConvertCase("real", Printed(text), $"jsonb({Quoted(text)})", "1", Quoted(text));
                break;
            case FieldType.String when operation.From is FieldType.Boolean:
                yield return new ConvertCase("true", null, "'true'", "1", Quoted(text));
                yield return new ConvertCase("false", null, "'false'", "1", Quoted(text));
                break;
            default:
                break;
        }
    }

    /// <summary>A number with a point as SQLite and this project print it, without an exponent.</summary>
    private static string Printed(string text) => $"(CAST(CAST({text} AS REAL) AS TEXT) = {text} AND instr({text}, 'e') = 0)";

    /// <summary>A JSON number of up to 15 characters without an exponent and not negative zero: SQLite reads it without loss.</summary>
    private static string Decimal(string text) =>
        $"({text} NOT GLOB '*[^-0-9.]*' AND {text} NOT GLOB '-0*' AND length({text}) <= 15 AND json_valid({text}))";

    /// <summary>An int64 as this project prints it.</summary>
    private static string Whole(string text) => $"CAST(CAST({text} AS INTEGER) AS TEXT) = {text}";

    private static string Quoted(string text) => $"'\"' || {text} || '\"'";

    private static string Wrapped(string key, string text) => $"'{{\"{key}\":\"' || {text} || '\"}}'";
}
