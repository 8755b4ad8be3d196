using System.Globalization;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Objects keyed by data turned into arrays and back.</summary>
internal static class ArrayRules
{
    public static SymbolicDocument? MapToArray(SymbolicDocument document, MapToArrayOperation operation, int depth)
    {
        if (!Mql.CanName([operation.KeyField, operation.ValueField ?? operation.KeyField]) || document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var name = Variable(depth);
        var (value, key, inner) = (document.At(source.Path), new JValue($"$${name}.k"), new JValue($"$${name}.v"));
        var pairs = Mql.Call("$objectToArray", value);
        var fits = operation.ValueField is null
            ? All(pairs, name, Mql.InOrder(Mql.Is(inner, "object"), Mql.IsMissing(Mql.Field(inner, operation.KeyField))))
            : Mql.True;
        var element = operation.ValueField is { } field
            ? Mql.Object([KeyValuePair.Create<string, JToken>(operation.KeyField, key), KeyValuePair.Create<string, JToken>(field, inner)])
            : Mql.Call("$mergeObjects", Mql.Object([KeyValuePair.Create<string, JToken>(operation.KeyField, key)]), inner);

        // An array is marked.
        return document
            .Where(Mql.If(Mql.Is(value, "object"), fits, Mql.IsAbsent(value)))
            .WorkWhen(Mql.Not(Mql.IsAbsent(value)))
            .With(operation.Path.Segments, new ComputedSlot(Mql.If(Mql.Is(value, "object"), Map(pairs, name, element), value)));
    }

    public static SymbolicDocument? ArrayToMap(SymbolicDocument document, ArrayToMapOperation operation, int depth)
    {
        if (!Mql.CanName([operation.KeyField, operation.ValueField ?? operation.KeyField]) || document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var name = Variable(depth);
        var (value, e) = (document.At(source.Path), new JValue("$$" + name));
        var key = Mql.Field(e, operation.KeyField);
        var isKey = Mql.InOrder(
            Mql.Is(key, "string"),
            Mql.And(
                Mql.Not(Mql.Call("$in", key, Mql.Literal(new JArray(Wrappers.ReservedKeys.Order(StringComparer.Ordinal))))),
                Mql.Call("$lt", Mql.Call("$indexOfBytes", key, Mql.Text("\0")), Mql.Number(0))));
        var hasOnly = operation.ValueField is { } only
            ? Mql.And(Mql.IsThere(Mql.Field(e, only)), Mql.Equal(Mql.Call("$size", Mql.Call("$objectToArray", e)), Mql.Number(2)))
            : Mql.True;
        var keys = Map(value, name, key);
        var plain = Mql.InOrder(
            All(value, name, Mql.InOrder(Mql.Is(e, "object"), isKey, hasOnly)),
            Mql.Equal(Mql.Call("$size", Mql.Call("$setUnion", keys, new JArray())), Mql.Call("$size", value)));
        var content = operation.ValueField is { } field ? Mql.Field(e, field) : Mql.With(e, operation.KeyField, Mql.Nothing);
        var map = Mql.Call("$arrayToObject", Map(value, name, new JObject(new JProperty("k", key), new JProperty("v", content))));

        // An object is marked.
        return document
            .Where(Mql.If(Mql.Is(value, "array"), plain, Mql.IsAbsent(value)))
            .WorkWhen(Mql.Not(Mql.IsAbsent(value)))
            .With(operation.Path.Segments, new ComputedSlot(Mql.If(Mql.Is(value, "array"), map, value)));
    }

    /// <summary>Whether a condition holds for all elements; true without any.</summary>
    public static JToken All(JToken array, string variable, JToken condition) => Mql.IsTrue(condition) ? Mql.True : Mql.Call("$allElementsTrue", Map(array, variable, condition));

    /// <summary>Whether a condition holds for an element.</summary>
    public static JToken Any(JToken array, string variable, JToken condition) => Mql.Call("$anyElementTrue", Map(array, variable, condition));

    public static JToken Map(JToken array, string variable, JToken element) => Mql.Call("$map", ("input", array), ("as", new JValue(variable)), ("in", element));

    public static string Variable(int depth) => "e" + depth.ToString(CultureInfo.InvariantCulture);
}
