using System.Globalization;
using DocMigrate.Document.Compilation;
using DocMigrate.Document.Operations;

namespace DocMigrate.Document.PostgreSql.Compilation.Rules;

/// <summary>Objects keyed by data turned into arrays and back, and operations on the elements of arrays.</summary>
internal static class ArrayRules
{
    public static SymbolicDocument? MapToArray(SymbolicDocument document, MapToArrayOperation operation, int depth)
    {
        if (!Places.CanWrite([operation.KeyField, operation.ValueField ?? ""]) || document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var (type, value, key) = (document.TypeOf(source.Path), document.At(source.Path), PgSql.Text(operation.KeyField));
        var e = Alias(depth);
        var each = $"jsonb_each({value}) WITH ORDINALITY AS {e}(key, value, place)";
        var fits = operation.ValueField is null
            ? $"NOT EXISTS (SELECT 1 FROM {each} WHERE NOT ({SymbolicDocument.IsPlainObject($"{e}.value")} AND {e}.value->{key} IS NULL))"
            : PgSql.True;
        var element = operation.ValueField is { } field
            ? $"jsonb_build_object({key}, {e}.key, {PgSql.Text(field)}, {e}.value)"
            : $"({e}.value || jsonb_build_object({key}, {e}.key))";
        return document
            .Where($"({document.IsMissing(source.Path)} OR {type} = 'null' OR {PgSql.InOrder(document.IsPlainObject(source.Path), fits)})")
            .WorkWhen(document.IsThere(source.Path))
            .With(operation.Path.Segments, Changed(document, source, "object", Collect(element, each, e)));
    }

    public static SymbolicDocument? ArrayToMap(SymbolicDocument document, ArrayToMapOperation operation, int depth)
    {
        if (!Places.CanWrite([operation.KeyField, operation.ValueField ?? ""]) || document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var (type, key) = (document.TypeOf(source.Path), PgSql.Text(operation.KeyField));
        var each = Each(document, source.Path, depth, out var e);
        var name = $"({e}.value->>{key})";
        var fits = $"{SymbolicDocument.IsPlainObject($"{e}.value")} AND jsonb_typeof({e}.value->{key}) = 'string' AND left({name}, 1) <> '$'";
        if (operation.ValueField is { } only)
        {
            fits = PgSql.InOrder(fits, $"({e}.value->{PgSql.Text(only)} IS NOT NULL AND {e}.value - {PgSql.Array([operation.KeyField, only])} = '{{}}'::jsonb)");
        }

        // jsonb has keys in an order of its own (by length, then by bytes): an array in another order is kept aside, in process.
        var order = $"array_agg({name} ORDER BY {e}.place) = array_agg({name} ORDER BY octet_length({name}), {name} COLLATE \"C\")";
        var plain = PgSql.InOrder(
            $"{type} = 'array'",
            $"NOT EXISTS (SELECT 1 FROM {each} WHERE NOT ({fits}))",
            $"(SELECT count(*) = 0 OR (count(*) = count(DISTINCT {name}) AND {order}) FROM {each})");
        var content = operation.ValueField is { } field ? $"{e}.value->{PgSql.Text(field)}" : $"{e}.value - {key}::text";
        var map = $"(SELECT coalesce(jsonb_object_agg({name}, {content}), '{{}}'::jsonb) FROM {each})";
        return document
            .Where($"({document.IsMissing(source.Path)} OR {type} = 'null' OR {plain})")
            .WorkWhen(document.IsThere(source.Path))
            .With(operation.Path.Segments, Changed(document, source, "array", map));
    }

    public static SymbolicDocument? ForEach(SymbolicDocument document, ForEachOperation operation, int depth)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var each = Each(document, source.Path, depth, out var e);
        var element = ReshapeCompiler.Compose(new SymbolicDocument($"{e}.value"), operation.Operations, depth + 1);

        // Where a value is kept, the whole array would have to be.
        if (element is null || element.Keeps.Any(static keep => keep.Put is null))
        {
            return null;
        }

        var type = document.TypeOf(source.Path);
        var nothingKept = element.Keeps.Select(static keep => $"NOT {keep.When}");
        var fits = PgSql.InOrder(SymbolicDocument.IsPlainObject($"{e}.value"), PgSql.And([.. element.Guards, .. nothingKept]));
        var all = PgSql.InOrder($"{type} = 'array'", $"NOT EXISTS (SELECT 1 FROM {each} WHERE ({fits}) IS NOT TRUE)");
        return document
            .Where($"({document.IsMissing(source.Path)} OR {type} = 'null' OR {all})")
            .WorkWhen(document.IsThere(source.Path))
            .With(operation.Path.Segments, Changed(document, source, "array", Collect(SymbolicRenderer.Render(element), each, e)));
    }

    private static string Collect(string element, string each, string e) =>
        $"(SELECT coalesce(jsonb_agg({element} ORDER BY {e}.place), '[]'::jsonb) FROM {each})";

    private static ComputedSlot Changed(SymbolicDocument document, OriginalSlot source, string type, string changed) => new(
        $"CASE {document.TypeOf(source.Path)} WHEN '{type}' THEN {changed} ELSE {document.At(source.Path)} END",
        document.IsThere(source.Path));

    private static string Each(SymbolicDocument document, ValueList<string> path, int depth, out string alias)
    {
        alias = Alias(depth);
        return $"jsonb_array_elements({document.At(path)}) WITH ORDINALITY AS {alias}(value, place)";
    }

    private static string Alias(int depth) => "e" + depth.ToString(CultureInfo.InvariantCulture);
}
