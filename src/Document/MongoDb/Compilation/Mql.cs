using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>Writes MongoDB's aggregation expressions.</summary>
/// <remarks>
/// Conditions that protect others from errors are <c>$cond</c>: <c>$and</c> may compute all its operands, whatever the first gives
/// (https://www.mongodb.com/docs/manual/reference/operator/aggregation/and/#error-handling).
/// </remarks>
internal static class Mql
{
    /// <summary>Nothing: a field that is set to it goes.</summary>
    public static JToken Nothing => new JValue("$$REMOVE");

    public static JToken True => new JValue(true);

    public static JToken False => new JValue(false);

    public static JToken Null => JValue.CreateNull();

    /// <summary>A constant, verbatim: a <c>$</c> in it means nothing.</summary>
    public static JToken Literal(JToken value) => new JObject(new JProperty("$literal", value));

    /// <summary>A constant text.</summary>
    public static JToken Text(string value) => Literal(new JValue(value));

    /// <summary>A constant number.</summary>
    public static JToken Number(int value) => new JValue((object)value);

    /// <summary>An operator with its operands.</summary>
    public static JToken Call(string name, params ReadOnlySpan<JToken> operands)
    {
        var list = new JArray();
        foreach (var operand in operands)
        {
            list.Add(operand);
        }

        return new JObject(new JProperty(name, list));
    }

    /// <summary>An operator with named operands.</summary>
    public static JToken Call(string name, params ReadOnlySpan<(string Name, JToken Value)> operands)
    {
        var named = new JObject();
        foreach (var (key, value) in operands)
        {
            named.Add(key, value);
        }

        return new JObject(new JProperty(name, named));
    }

    /// <summary>The name of a value's type, <c>missing</c> among them.</summary>
    public static JToken TypeOf(JToken value) => new JObject(new JProperty("$type", value));

    /// <summary>Whether a value is of a type.</summary>
    public static JToken Is(JToken value, string type) => Call("$eq", TypeOf(value), new JValue(type));

    /// <summary>Whether a value is of one of several types.</summary>
    public static JToken IsAny(JToken value, params ReadOnlySpan<string> types) => Call("$in", TypeOf(value), new JArray(types.ToArray().Select(static type => new JValue(type))));

    public static JToken IsThere(JToken value) => Call("$ne", TypeOf(value), new JValue("missing"));

    public static JToken IsMissing(JToken value) => Is(value, "missing");

    public static JToken IsAbsent(JToken value) => IsAny(value, "missing", "null");

    public static JToken Equal(JToken left, JToken right) => Call("$eq", left, right);

    public static JToken Not(JToken condition) => IsTrue(condition) ? False : IsFalse(condition) ? True : Call("$not", condition);

    /// <summary>A conjunction of conditions, none of which is an error anywhere; true without any.</summary>
    public static JToken And(IEnumerable<JToken> conditions)
    {
        var needed = Distinct(conditions.Where(static condition => !IsTrue(condition)));
        return needed.Count == 0 ? True : needed.Exists(IsFalse) ? False : needed.Count == 1 ? needed[0] : Call("$and", [.. needed]);
    }

    /// <summary>The same of a few.</summary>
    public static JToken And(params JToken[] conditions) => And((IEnumerable<JToken>)conditions);

    /// <summary>An alternative of conditions, none of which is an error anywhere; false without any.</summary>
    public static JToken Or(IEnumerable<JToken> conditions)
    {
        var needed = Distinct(conditions.Where(static condition => !IsFalse(condition)));
        return needed.Count == 0 ? False : needed.Exists(IsTrue) ? True : needed.Count == 1 ? needed[0] : Call("$or", [.. needed]);
    }

    /// <summary>The same of a few.</summary>
    public static JToken Or(params JToken[] conditions) => Or((IEnumerable<JToken>)conditions);

    /// <summary>A conjunction whose conditions are computed in order, each only where those before it hold.</summary>
    public static JToken InOrder(params ReadOnlySpan<JToken> conditions) =>
        conditions.Length == 1 || IsFalse(conditions[0]) ? conditions[0] : InOrder(conditions[1..]) is var rest && IsFalse(rest) ? False : If(conditions[0], rest, False);

    /// <summary>One of two values; the other one is not computed.</summary>
    public static JToken If(JToken condition, JToken then, JToken otherwise) =>
        IsTrue(condition) ? then : IsFalse(condition) ? otherwise : Call("$cond", condition, then, otherwise);

    /// <summary>The value of the first case that holds.</summary>
    public static JToken Switch(IReadOnlyCollection<(JToken Case, JToken Then)> cases, JToken otherwise) => cases.Count == 0 ? otherwise : Call(
        "$switch",
        ("branches", new JArray(cases.Select(static one => new JObject(new JProperty("case", one.Case), new JProperty("then", one.Then))))),
        ("default", otherwise));

    /// <summary>A value computed once and used several times, as <c>$$name</c>.</summary>
    public static JToken Let(string name, JToken value, Func<JToken, JToken> use) =>
        Call("$let", ("vars", new JObject(new JProperty(name, value))), ("in", use(new JValue("$$" + name))));

    /// <summary>A value of an object; null of null, nothing of what is neither.</summary>
    public static JToken Field(JToken source, string key) => source is JValue { Value: string variable } && IsPlain(key)
        ? new JValue(variable == "$$ROOT" ? "$" + key : $"{variable}.{key}")
        : Call("$getField", ("field", Text(key)), ("input", source));

    /// <summary>An object with a value put or, for nothing, taken away.</summary>
    public static JToken With(JToken source, string key, JToken value) => value is JValue { Value: "$$REMOVE" }
        ? Call("$unsetField", ("field", Text(key)), ("input", source))
        : Call("$setField", ("field", Text(key)), ("input", source), ("value", value));

    /// <summary>A new object of the values that are there.</summary>
    public static JToken Object(IReadOnlyCollection<KeyValuePair<string, JToken>> fields) => fields.All(static field => IsPlain(field.Key))
        ? new JObject(fields.Select(static field => new JProperty(field.Key, field.Value)))
        : fields.Aggregate(Literal(new JObject()), static (current, field) => With(current, field.Key, field.Value));

    /// <summary>Whether the keys can be in a document, and expressions can name them. The empty one is left to this process: servers had faults with it (SERVER-86619).</summary>
    public static bool CanName(IEnumerable<string> keys) => keys.All(static key => key.Length > 0 && !key.Contains('\0', StringComparison.Ordinal));

    /// <summary>Whether a key can stand in a path of an expression.</summary>
    public static bool IsPlain(string key) => key.Length > 0 && key[0] != '$' && key.AsSpan().IndexOfAny('.', '\0') < 0;

    /// <summary>Whether BSON can hold a value.</summary>
    public static bool CanHold(JToken value)
    {
        try
        {
            return BsonWriter.Write(new JObject(new JProperty("v", value))).Length > 0;
        }
        catch (DataException)
        {
            return false;
        }
    }

    public static bool IsTrue(JToken condition) => condition is JValue { Value: true };

    public static bool IsFalse(JToken condition) => condition is JValue { Value: false };

    /// <summary>By looking at each: they are few, and differ near their beginnings.</summary>
    private static List<JToken> Distinct(IEnumerable<JToken> conditions)
    {
        var result = new List<JToken>();
        foreach (var condition in conditions)
        {
            if (!result.Exists(former => DocumentEquality.Equals(former, condition)))
            {
                result.Add(condition);
            }
        }

        return result;
    }
}
