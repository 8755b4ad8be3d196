using System.Text.Json;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Regular;
using DocMigrate.Document.Values;
using DocMigrate.Sql.Sqlite.Access;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>Fields set, values replaced by a table, values put into arrays and taken out. Each is exact under its guards, else null.</summary>
internal static class ValueRules
{
    public static SymbolicDocument? Set(SymbolicDocument document, SetFieldOperation operation, int index)
    {
        var path = operation.Path.Segments;

        // The value that was there is kept aside: inside an array that would be the whole array.
        if (document.Mode == KeepMode.Refuse || document.Source(path) is not { Anew: false } old || !old.Path.Equals(path) || document.InObject(path) is not { } inside)
        {
            return null;
        }

        return operation.Value is LiteralExpression literal ? Set(inside, path, literal.Value, index) : SetText(inside, path, operation, index);
    }

    private static SymbolicDocument? Set(SymbolicDocument document, ValueList<string> path, JToken value, int index)
    {
        var json = DocumentWriter.Write(value);
        var changes = $"{document.TextOf(path)} IS NOT {SqliteName.Text(json)}";
        return document
            .WorkWhen(changes)
            .Regularly(new RegularCheck(path, ValueCheck.Other, Constant: json))
            .Keeping(new ServerKeep(index, path, changes, document.TextOf(path), DocumentHash.Of(value)))
            .With(path, ComputedSlot.Of(json));
    }

    private static SymbolicDocument? SetText(SymbolicDocument document, ValueList<string> path, SetFieldOperation operation, int index)
    {
        if (ExpressionRules.Text(document, operation.Value) is not { } text)
        {
            return null;
        }

        // Where something that it is made of is missing there is no text, and nothing to do: unless another part is no text, which does not fit all the same.
        var needed = SqlJson.And([.. text.Needed.Select(place => $"{document.TypeOf(place)} IS NOT NULL")]);
        var harmless = SqlJson.And([.. text.Needed.Select(place => $"({document.TypeOf(place)} IS NULL OR {document.TypeOf(place)} IN ('text', 'null'))")]);
        var same = $"CASE {document.TypeOf(path)} WHEN 'text' THEN {document.Plain(path)} AND {document.ValueOf(path)} = {text.Sql} ELSE 0 END";
        var kept = document.Mode != KeepMode.Capture ? "1"
            : $"{ServerKeep.Function}({document.Key}, {index}, {SqliteName.Text(JsonSerializer.Serialize(operation.Path))}, {document.TextOf(path)}, json_quote({text.Sql}))";
        string[] guards = [.. text.Guards, $"iif({same}, 1, {kept})"];
        return document
            .Where($"iif({needed}, {SqlJson.InOrder(guards)}, {harmless})")
            .WorkWhen($"iif({needed}, NOT {SqlJson.InOrder([.. text.Guards, same])}, NOT {harmless})")
            .Irregular()
            .With(path, text.Needed.Count == 0
                ? new ComputedSlot(text.Sql, null)
                : new ComputedSlot(
                    $"CASE WHEN {needed} THEN {text.Sql} ELSE {document.Verbatim(path)} END", $"({needed} OR {document.TypeOf(path)} IS NOT NULL)"));
    }

    public static SymbolicDocument? MapValues(SymbolicDocument document, MapValuesOperation operation)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        // A value that is written just as in the table, and comes back by it: of two rows with one result the first.
        var rows = new List<(string From, string To)>();
        foreach (var row in operation.Table.Where((row, place) => !operation.Table.Take(place).Any(former => Comparable(former.To, row.To))))
        {
            rows.Add((SqliteName.Text(DocumentWriter.Write(row.From)), SqliteName.Text(DocumentWriter.Write(row.To))));
        }

        var (type, text) = (document.TypeOf(source.Path), document.TextOf(source.Path));
        var nullStays = !operation.Table.Any(static row => row.From.Type == JTokenType.Null || row.To.Type == JTokenType.Null);
        var inTable = $"{text} IN ({string.Join(", ", rows.Select(static row => row.From))}{(nullStays ? ", 'null'" : "")})";
        var mapped = string.Join(" ", rows.Select(static row => $"WHEN {row.From} THEN {row.To}"));
        return document
            .Where($"({type} IS NULL OR {inTable})")
            .WorkWhen(nullStays ? $"coalesce({type} <> 'null', 0)" : $"{type} IS NOT NULL")
            .Irregular()
            .With(operation.Path.Segments, new ComputedSlot($"jsonb(CASE {text} {mapped} ELSE 'null' END)", $"{type} IS NOT NULL"));
    }

    public static SymbolicDocument? Wrap(SymbolicDocument document, WrapInArrayOperation operation)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var (type, value) = (document.TypeOf(source.Path), document.Verbatim(source.Path));
        return document
            .Where($"{type} IS NOT 'array'")
            .WorkWhen($"coalesce({type} <> 'null', 0)")
            .Irregular()
            .With(operation.Path.Segments, new ComputedSlot($"CASE {type} WHEN 'null' THEN {value} ELSE jsonb_array({value}) END", $"{type} IS NOT NULL"));
    }

    public static SymbolicDocument? Unwrap(SymbolicDocument document, UnwrapArrayOperation operation)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        // An array of one value, which is neither null nor an array: of the others something is kept aside, or they do not fit.
        var type = document.TypeOf(source.Path);
        var literal = JsonPathSql.Literal(source.Path);
        var first = $"{literal[..^1]}[0]'";
        var one = $"json_array_length({document.Source}, {literal}) = 1 AND json_type({document.Source}, {first}) NOT IN ('null', 'array')";
        return document
            .Where($"CASE {type} WHEN 'array' THEN {one} WHEN 'null' THEN 1 ELSE {type} IS NULL END")
            .WorkWhen($"coalesce({type} <> 'null', 0)")
            .Irregular()
            .With(
                operation.Path.Segments,
                new ComputedSlot($"CASE {type} WHEN 'array' THEN jsonb({document.Source} -> {first}) ELSE {document.Verbatim(source.Path)} END", $"{type} IS NOT NULL"));
    }

    /// <summary>Whether two results may be one for the way back: numbers of several types, besides the identical.</summary>
    private static bool Comparable(JToken left, JToken right) =>
        DocumentEquality.AnyOrder.Same(left, right) || (IsNumber(left) && IsNumber(right));

    private static bool IsNumber(JToken value) => value is JValue { Value: int or long or double } || Wrappers.IsWrapper(value);
}
