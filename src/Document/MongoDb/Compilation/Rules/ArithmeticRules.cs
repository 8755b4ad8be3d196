using DocMigrate.Document.Expressions;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Sums, differences and products of integers and doubles, and quotients of doubles. Decimals, which MongoDB rounds, are the in-process executor's.</summary>
internal static class ArithmeticRules
{
    /// <summary>All integers up to it are doubles.</summary>
    private const long MostExact = 1L << 53;

    /// <summary>Two integers up to it have a sum and a difference that int64 holds. Beyond that not all servers had <c>$subtract</c> go on with doubles.</summary>
    private const long MostSafe = 1L << 62;

    public static MongoValue Compute(MongoValue left, ArithmeticOperator how, MongoValue right)
    {
        var (a, b) = (left.Value, right.Value);
        var result = Mql.Call(Name(how), a, b);
        var divides = how == ArithmeticOperator.Divide;

        // What is beyond the type becomes the next one in MongoDB, and zeros lose their sign in sums.
        var whole = Mql.Equal(Mql.TypeOf(result), Mql.If(Mql.And(Mql.Is(a, "int"), Mql.Is(b, "int")), new JValue("int"), new JValue("long")));
        var real = Mql.And(
            Mql.Call("$ne", result, Mql.Number(0)), Mql.Call("$lte", result, new JValue(double.MaxValue)), Mql.Call("$gte", result, new JValue(-double.MaxValue)));
        var exact = Mql.Switch(
            [
                (Mql.Or(Mql.IsAbsent(a), Mql.IsAbsent(b)), Mql.True),
                (Mql.And(Mql.IsAny(a, "int", "long"), Mql.IsAny(b, "int", "long")), divides ? Mql.False : Mql.And(IsWithin(a, MostSafe), IsWithin(b, MostSafe), whole)),
                (Mql.And(IsDouble(a), IsDouble(b)), divides ? Mql.InOrder(Mql.Call("$ne", b, Mql.Number(0)), real) : real),
            ],
            Mql.False);
        return new MongoValue(
            Mql.Switch(
                [(Mql.Or(Mql.IsMissing(a), Mql.IsMissing(b)), Mql.Nothing), (Mql.Or(Mql.Is(a, "null"), Mql.Is(b, "null")), Mql.Null)],
                result),
            Mql.InOrder(Mql.And(left.Exact, right.Exact), exact));
    }

    /// <summary>Whether a value is a double, or an integer that a double holds.</summary>
    private static JToken IsDouble(JToken value) => Mql.Or(
        Mql.IsAny(value, "int", "double"),
        Mql.And(Mql.Is(value, "long"), IsWithin(value, MostExact)));

    private static JToken IsWithin(JToken value, long most) => Mql.And(Mql.Call("$lte", value, new JValue(most)), Mql.Call("$gte", value, new JValue(-most)));

    private static string Name(ArithmeticOperator how) => how switch
    {
        ArithmeticOperator.Add => "$add",
        ArithmeticOperator.Subtract => "$subtract",
        ArithmeticOperator.Multiply => "$multiply",
        _ => "$divide",
    };
}
