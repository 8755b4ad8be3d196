using DocMigrate.Document.Compilation;
using DocMigrate.Document.Operations;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>Objects keyed by data turned into arrays and back, and operations on the elements of arrays.</summary>
internal static class ArrayRules
{
    public static SymbolicDocument? MapToArray(SymbolicDocument document, MapToArrayOperation operation, int depth)
    {
        if (operation.ValueField is not null || !JsonPathSql.CanWrite([operation.KeyField]) || document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var type = document.TypeOf(source.Path);
        var each = Each(document, source.Path, depth, out var e);
        var fits = SqlJson.InOrder(IsObject(e), $"json_type({e}.value, {JsonPathSql.Literal([operation.KeyField])}) IS NULL");
        var plain = SqlJson.InOrder(
            document.IsPlainObject(source.Path),
            document.Plain(source.Path),
            $"NOT EXISTS (SELECT 1 FROM {each} WHERE NOT {fits})",
            $"(SELECT count(*) = count(DISTINCT {e}.key) FROM {each})");
        var start = SqliteName.Text("{" + SqlJson.Quote(operation.KeyField) + ":");
        var element = $"jsonb({start} || json_quote({e}.key) || CASE {e}.value WHEN '{{}}' THEN '}}' ELSE ',' || substr({e}.value, 2) END)";
        return document
            .Where($"({type} IS NULL OR {type} = 'null' OR {plain})")
            .WorkWhen($"{type} IS NOT NULL")
            .Irregular()
            .With(operation.Path.Segments, Changed(document, source, "object", $"(SELECT jsonb_group_array({element}) FROM {each})"));
    }

    public static SymbolicDocument? ArrayToMap(SymbolicDocument document, ArrayToMapOperation operation, int depth)
    {
        if (operation.ValueField is not null || !JsonPathSql.CanWrite([operation.KeyField]) || document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var type = document.TypeOf(source.Path);
        var key = JsonPathSql.Literal([operation.KeyField]);
        var each = Each(document, source.Path, depth, out var e);
        var fits = SqlJson.InOrder(IsObject(e), $"json_type({e}.value, {key}) IS 'text'", $"substr({e}.value ->> {key}, 1, 1) <> '$'");
        var plain = SqlJson.InOrder(
            $"{type} = 'array'",
            document.Plain(source.Path),
            $"NOT EXISTS (SELECT 1 FROM {each} WHERE NOT {fits})",
            $"(SELECT count(*) = count(DISTINCT {e}.value ->> {key}) FROM {each})");
        var map = $"(SELECT jsonb_group_object({e}.value ->> {key}, json_remove({e}.value, {key})) FROM {each})";
        return document
            .Where($"({type} IS NULL OR {type} = 'null' OR {plain})")
            .WorkWhen($"{type} IS NOT NULL")
            .Irregular()
            .With(operation.Path.Segments, Changed(document, source, "array", map));
    }

    public static SymbolicDocument? ForEach(SymbolicDocument document, ForEachOperation operation, int depth)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var each = Each(document, source.Path, depth, out var e);
        var element = ReshapeCompiler.Compose(new SymbolicDocument($"{e}.value", KeepMode.Refuse, document.Key), operation.Operations, depth + 1);
        if (element is not { Keeps.Count: 0 })
        {
            return null;
        }

        var type = document.TypeOf(source.Path);
        var fits = SqlJson.InOrder(IsObject(e), SqlJson.And(element.Guards));
        var array = $"(SELECT jsonb_group_array({Json(SymbolicRenderer.Render(element), $"{e}.value")}) FROM {each})";
        return document
            .Where($"({type} IS NULL OR {type} = 'null' OR {SqlJson.InOrder($"{type} = 'array'", $"NOT EXISTS (SELECT 1 FROM {each} WHERE NOT {fits})")})")
            .WorkWhen($"{type} IS NOT NULL")
            .Irregular()
            .With(operation.Path.Segments, Changed(document, source, "array", array));
    }

    /// <summary>The condition that an element is an object, and none that stands for a value.</summary>
    private static string IsObject(string e) => $"({e}.type = 'object' AND substr({e}.value, 1, 3) <> '{{\"$')";

    /// <summary>An expression that leaves the element alone is a text, which would become a JSON string.</summary>
    private static string Json(string expression, string source) => expression == source ? $"jsonb({source})" : expression;

    private static ComputedSlot Changed(SymbolicDocument document, OriginalSlot source, string type, string changed) => new(
        $"CASE {document.TypeOf(source.Path)} WHEN '{type}' THEN {changed} ELSE {document.Verbatim(source.Path)} END",
        $"{document.TypeOf(source.Path)} IS NOT NULL");

    private static string Each(SymbolicDocument document, ValueList<string> path, int depth, out string alias)
    {
        alias = "e" + depth.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"json_each({document.Source}, {JsonPathSql.Literal(path)}) AS {alias}";
    }
}
