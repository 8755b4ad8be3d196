using DocMigrate.Document.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Fields set, values put into arrays and taken out. Each is exact under its guards, else null.</summary>
internal static class ValueRules
{
    /// <summary>The types of which values that MongoDB calls equal are identical.</summary>
    private static readonly string[] s_plain = ["missing", "null", "string", "int", "long", "bool", "date", "objectId"];

    public static SymbolicDocument? Set(SymbolicDocument document, SetFieldOperation operation, int index)
    {
        var path = operation.Path.Segments;
        if (document.InPlace(path) is null || document.InObject(path) is not { } inside || ExpressionRules.Compile(document, operation.Value) is not { } computed)
        {
            return null;
        }

        var (old, put) = (document.At(path), computed.Value);
        var around = document.IsObject(Places.Parent(path));
        var same = AreIdentical(put, old);
        var changes = Mql.If(Mql.IsMissing(put), Mql.False, Mql.Not(same));
        var unchanged = Mql.InOrder(computed.Exact, CanTell(put, old), Mql.Not(changes));
        return inside
            .Where(Mql.InOrder(computed.Exact, CanTell(put, old)))
            .WorkWhen(Mql.And(around, Mql.Not(unchanged)))
            .Keeping(new MongoKeep(index, path, Mql.If(Mql.And(around, computed.Exact), changes, Mql.False), old, put))
            .With(path, computed.Value is JObject { Count: 1 } constant && constant.ContainsKey("$literal")
                ? new ComputedSlot(put)
                : new ComputedSlot(Mql.Let("put", put, put => Mql.If(Mql.IsMissing(put), old, put))));
    }

    public static SymbolicDocument? Wrap(SymbolicDocument document, WrapInArrayOperation operation)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var value = document.At(source.Path);
        return document
            .Where(Mql.Not(Mql.Is(value, "array")))
            .WorkWhen(Mql.Not(Mql.IsAbsent(value)))
            .With(operation.Path.Segments, new ComputedSlot(Mql.If(Mql.IsAbsent(value), value, new JArray(value))));
    }

    public static SymbolicDocument? Unwrap(SymbolicDocument document, UnwrapArrayOperation operation, int index)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var value = document.At(source.Path);
        var size = Mql.Call("$size", value);
        var element = Mql.If(
            Mql.Equal(size, Mql.Number(0)), Mql.Null, Mql.Call("$arrayElemAt", value, Mql.Number(operation.Longer == LongArrays.Last ? -1 : 0)));
        var isArray = Mql.Is(value, "array");
        var fits = Mql.And(
            Mql.Not(Mql.Is(element, "array")),
            operation.Longer == LongArrays.Misfit ? Mql.Call("$lt", size, Mql.Number(2)) : Mql.True);

        // A value that is no array is marked.
        return document
            .Where(Mql.If(isArray, fits, Mql.IsAbsent(value)))
            .WorkWhen(Mql.Not(Mql.IsAbsent(value)))
            .Keeping(new MongoKeep(
                index,
                operation.Path.Segments,
                Mql.If(isArray, Mql.Or(Mql.Call("$ne", size, Mql.Number(1)), Mql.Is(element, "null")), Mql.False),
                value,
                element))
            .With(operation.Path.Segments, new ComputedSlot(Mql.If(isArray, element, value)));
    }

    /// <summary>Whether two values are identical, where <see cref="CanTell"/>.</summary>
    public static JToken AreIdentical(JToken left, JToken right) => Mql.And(Mql.Equal(Mql.TypeOf(left), Mql.TypeOf(right)), Mql.Equal(left, right));

    /// <summary>Whether MongoDB can tell if two values are identical: to it −0.0 equals 0.0, 1.50 equals 1.5 and <c>{a: 1}</c> equals <c>{a: 1.0}</c>.</summary>
    private static JToken CanTell(JToken left, JToken right) => Mql.Or(
        Mql.IsAny(left, s_plain),
        Mql.Not(AreIdentical(left, right)),
        Mql.And(Mql.Is(left, "double"), Mql.Call("$ne", left, Mql.Number(0))));
}
