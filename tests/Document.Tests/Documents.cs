using DocMigrate.Document.Values;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests;

/// <summary>Generated documents: odd keys, numbers at the edges, wrappers, nesting.</summary>
internal static class Documents
{
    private static readonly string[] Keys =
        ["", "a", "b", "c", "name", "first", "last", "address", "city", "zip", "orders", "qty", "price.usd", "$", "$ref", "0", "ä", "__proto__", "id", "\"'\\"];

    private static readonly object[] Numbers =
    [
        0, 1, -1, int.MaxValue, int.MinValue, 0L, 5L, long.MaxValue, long.MinValue, (1L << 53) + 1, 0.0, -0.0, 5.0, 0.1, 1e20, 1e300, double.Epsilon,
        double.MaxValue, double.NaN, double.PositiveInfinity, 4.5, 1e-7, 123456789012345680.0,
    ];

    private static readonly string[] Texts =
    [
        "", " ", "x", "A B", "A B C", " A", "5", "5.0", "1e3", "-0", "0.10", "010", "true", "TRUE", "null", "2024-01-31T00:00:00Z",
        "2024-01-31T01:00:00+01:00", "5ca4bbcea2dd94ee58162a68", "5CA4BBCEA2DD94EE58162A68", "\ud83d\ude00", "\0", "$5 off", "9223372036854775807", "99999999999",
    ];

    private static readonly string[] WrapperTexts =
    [
        """{"$oid":"5ca4bbcea2dd94ee58162a68"}""", """{"$date":"2024-01-31T00:00:00Z"}""", """{"$date":{"$numberLong":"-1"}}""",
        """{"$numberDecimal":"1.50"}""", """{"$numberDecimal":"5"}""", """{"$numberDecimal":"NaN"}""", """{"$binary":{"base64":"AQI=","subType":"00"}}""",
        """{"$timestamp":{"t":1,"i":2}}""", """{"$minKey":1}""",
    ];

    public static Gen<JToken> Scalar { get; } = Gen.OneOf(
        Gen.Elements(Numbers).Select(static number => (JToken)new JValue(number)),
        Gen.Elements(Texts).Select(static text => (JToken)new JValue(text)),
        Gen.Elements(WrapperTexts).Select(static text => DocumentReader.ReadValue(text)),
        Gen.Elements(true, false).Select(static flag => (JToken)new JValue(flag)),
        Gen.Constant(0).Select(static _ => (JToken)JValue.CreateNull()));

    public static Arbitrary<JObject> Any { get; } = Object(3).ToArbitrary();

    /// <summary>Documents whose keys are few, so that operations meet what they are made for.</summary>
    public static Gen<JObject> With(params (string Key, Gen<JToken> Value)[] fields) =>
        from present in Gen.Elements(true, true, false).ListOf(fields.Length)
        from values in Gen.CollectToList(fields, static field => field.Value)
        from rest in Object(1)
        select Build(
            fields.Select(static field => field.Key).Zip(values).Where((_, index) => present[index])
                .Concat(rest.Properties().Where(property => fields.All(field => field.Key != property.Name)).Select(static property => (property.Name, property.Value))));

    public static Gen<JToken> Value(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (2, Object(depth - 1).Select(static inner => (JToken)inner)),
            (2, Array(Value(depth - 1))));

    public static Gen<JToken> Array(Gen<JToken> element) =>
        from length in Gen.Choose(0, 3)
        from items in element.ListOf(length)
        select (JToken)new JArray(items.Select(static item => item.DeepClone()));

    public static Gen<JObject> Object(int depth) =>
        from keys in Gen.SubListOf(Keys)
        from shuffled in Gen.Shuffle(keys.Take(6).ToArray())
        from values in Value(depth).ListOf(shuffled.Length)
        select Build(shuffled.Zip(values));

    private static JObject Build(IEnumerable<(string Key, JToken Value)> fields)
    {
        var document = new JObject();
        foreach (var (key, value) in fields)
        {
            document.Add(key, value.DeepClone());
        }

        return document;
    }
}
