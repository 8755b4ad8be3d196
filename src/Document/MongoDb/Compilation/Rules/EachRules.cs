using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Operations on the elements of arrays and on the values of maps, to any depth.</summary>
internal static class EachRules
{
    public static SymbolicDocument? ForEach(SymbolicDocument document, ForEachOperation operation, int index, int depth) =>
        Each(document, operation.Path.Segments, operation.Operations, index, depth, isMap: false);

    public static SymbolicDocument? ForEachValue(SymbolicDocument document, ForEachValueOperation operation, int index, int depth) =>
        Each(document, operation.Path.Segments, operation.Operations, index, depth, isMap: true);

    private static SymbolicDocument? Each(SymbolicDocument document, ValueList<string> path, ValueList<ReshapeOperation> operations, int index, int depth, bool isMap)
    {
        var name = ArrayRules.Variable(depth);
        var inner = isMap ? $"$${name}.v" : "$$" + name;
        if (document.Source(path) is not { } source || Element(new SymbolicDocument(inner), operations, depth + 1) is not var (rendered, guard, keeps))
        {
            return null;
        }

        var (value, e) = (document.At(source.Path), new JValue(inner));
        var isType = Mql.Is(value, isMap ? "object" : "array");
        var all = isMap ? Mql.Call("$objectToArray", value) : value;
        var element = Mql.If(Mql.Is(e, "object"), rendered, e);
        var mapped = isMap
            ? Mql.Call("$arrayToObject", ArrayRules.Map(all, name, new JObject(new JProperty("k", new JValue($"$${name}.k")), new JProperty("v", element))))
            : ArrayRules.Map(all, name, element);

        // Null stays, and any other value that is no object does not fit, or is left as it is.
        var fits = ArrayRules.All(all, name, Mql.If(Mql.Is(e, "object"), guard, Mql.Is(e, "null")));
        var put = Mql.If(isType, mapped, value);
        var result = document
            .Where(Mql.If(isType, fits, Mql.IsAbsent(value)))
            .WorkWhen(Mql.Not(Mql.IsAbsent(value)))
            .With(path, new ComputedSlot(put));

        // Where something of an element would be kept, all of them are.
        return Mql.IsFalse(keeps) ? result : result?.Keeping(new MongoKeep(
            index, path, Mql.If(isType, ArrayRules.Any(all, name, Mql.If(Mql.Is(e, "object"), keeps, Mql.False)), Mql.False), value, put));
    }

    private static (JToken Rendered, JToken Guard, JToken Keeps)? Element(SymbolicDocument before, ValueList<ReshapeOperation> operations, int depth)
    {
        if (!SharedFilter.TryFind(operations, out var filter) || ReshapeCompiler.Compose(before, operations, depth) is not { } after)
        {
            return null;
        }

        var (rendered, guard, keeps) = (SymbolicRenderer.Render(after), Mql.And(after.Guards), Mql.Or(after.Keeps.Select(static keep => keep.When)));
        if (filter is null)
        {
            return (rendered, guard, keeps);
        }

        if (ExpressionRules.Compile(before, filter) is not { } condition)
        {
            return null;
        }

        // Of what the filter leaves out and the way back would change the whole array is marked: in process.
        var holds = Mql.Equal(condition.Value, Mql.True);
        var left = Mql.Not(ShapeExpression.Any(SharedFilter.TouchedGoingBack(operations), before));
        return (
            Mql.If(holds, rendered, before.At([])),
            Mql.InOrder(condition.Exact, Mql.If(holds, guard, left)),
            Mql.InOrder(condition.Exact, holds, keeps));
    }
}
