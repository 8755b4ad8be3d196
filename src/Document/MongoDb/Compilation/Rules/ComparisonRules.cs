using DocMigrate.Document.Expressions;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>
/// Comparisons. Both sides have numbers by their value and texts by their bytes; but MongoDB orders values of all kinds, has NaN below all numbers, and rounds a double that it compares
/// with a decimal.
/// </summary>
internal static class ComparisonRules
{
    /// <summary>The types of which MongoDB's equality is that of the in-process executor, also between two of them.</summary>
    private static readonly string[] s_simple = ["missing", "null", "string", "int", "long", "double", "bool", "date", "objectId"];

    private static readonly string[] s_numbers = ["int", "long", "double", "decimal"];

    public static MongoValue Compare(MongoValue left, ComparisonOperator how, MongoValue right)
    {
        var (a, b) = (left.Value, right.Value);
        var exact = Mql.InOrder(Mql.And(left.Exact, right.Exact), Mql.And(IsExact(a, b), IsExact(b, a)));
        var equal = Mql.Equal(a, b);
        return how switch
        {
            ComparisonOperator.Equal => new MongoValue(equal, exact),
            ComparisonOperator.NotEqual => new MongoValue(Mql.Not(equal), exact),
            _ => new MongoValue(
                Mql.And(
                    Mql.Or(
                        Mql.And(Mql.Is(a, "string"), Mql.Is(b, "string")),
                        Mql.And(Mql.Is(a, "date"), Mql.Is(b, "date")),
                        Mql.And(IsNumber(a), IsNumber(b))),
                    Mql.Call(Name(how), a, b)),
                exact),
        };
    }

    /// <summary>Whether a value can be compared with the other one; a decimal only with whole numbers.</summary>
    private static JToken IsExact(JToken value, JToken other) => value switch
    {
        JObject { Count: 1 } literal when literal.Property("$literal", StringComparison.Ordinal) is { } constant =>
            constant.Value is JValue { Value: null or string or bool or int or long } ? Mql.True
            : constant.Value is JValue { Value: double number } && double.IsFinite(number) ? Mql.Not(Mql.Is(other, "decimal"))
            : Mql.False,
        _ => Mql.Or(
            Mql.IsAny(value, s_simple),
            Mql.And(Mql.Is(value, "decimal"), Mql.IsAny(other, "missing", "null", "string", "bool", "int", "long", "date", "objectId")),
            IsOtherKind(value, other)),
    };

    /// <summary>Whether a value of whatever kind can't equal the other one, a constant.</summary>
    private static JToken IsOtherKind(JToken value, JToken other) => other is JObject { Count: 1 } literal && literal.Property("$literal", StringComparison.Ordinal)?.Value is JValue constant
        ? constant.Value switch
        {
            // Symbols are texts to MongoDB.
            string => Mql.Not(Mql.Is(value, "symbol")),
            int or long or double => Mql.Not(Mql.Is(value, "decimal")),
            _ => Mql.True,
        }
        : Mql.False;

    private static JToken IsNumber(JToken value) => Mql.And(Mql.IsAny(value, s_numbers), Mql.Call("$ne", value, new JValue(double.NaN)));

    private static string Name(ComparisonOperator how) => how switch
    {
        ComparisonOperator.Less => "$lt",
        ComparisonOperator.LessOrEqual => "$lte",
        ComparisonOperator.Greater => "$gt",
        _ => "$gte",
    };
}
