using DocMigrate.Document.Expressions;
using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Compilation;

/// <summary>Every conversion, comparison and computation over values of every type and at every edge.</summary>
public sealed class TypedPipelineTests(StandaloneTests.Server server) : PipelineSuite(server), IClassFixture<StandaloneTests.Server>
{
    private static readonly string[] s_texts =
    [
        "", "0", "-0", "12", "-3", "007", "+5", " 5", "5 ", "5\n", "12.5", "12.50", "12.0", "-0.0", ".5", "5.", "1e3", "1E3", "1E+3", "1e400", "1e-400", "-1e400", "0.1", "0.00001", "123456789.12345",
        "1234567890123456", "99999999999", "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "0x10", "NaN", "Infinity", "inf",
        "true", "false", "TRUE", "yes", "5ca4bbcea2dd94ee58162a68", "5CA4BBCEA2DD94EE58162A68", "5ca4bbcea2dd94ee58162a6", "1234567890123456789012345678901234", "12345678901234567890123456789012345",
        "2024-02-29T12:00:00Z", "2023-02-29T12:00:00Z", "2024-02-29T24:00:00Z", "2024-12-31T23:59:60Z", "2024-02-29T12:00:00.5Z", "2024-02-29T12:00:00.500Z", "2024-02-29T12:00:00.1234Z", "0000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z", "2024-02-29T12:00:00+01:00", "2024-02-29", "Ada Lovelace", "naïve café", "ÄÖ", "🌱ab", "tab\there", " lead", "trail ", "a b c", "\v\f x \r", "$5 off", "\u00a0nbsp\u00a0",
    ];

    private static readonly string[] s_others =
    [
        "null", "true", "false", "0", "5", "-7", "12", "2147483647", "-2147483648", """{"$numberLong":"0"}""", """{"$numberLong":"5"}""", "2147483648", "-2147483649", "9007199254740992", "9007199254740993",
        "9223372036854775807", "-9223372036854775808", "0.0", """{"$numberDouble":"-0.0"}""", "5.0", "12.5", "-12.5", "0.1", "0.30000000000000004", "3.9", "1e300", "1.7976931348623157e308", "5e-324", "1e-7", "1e15", "123456789.25",
        "2147483648.0", "9223372036854775808.0", """{"$numberDouble":"NaN"}""", """{"$numberDouble":"Infinity"}""", """{"$numberDouble":"-Infinity"}""", """{"$numberDecimal":"0"}""", """{"$numberDecimal":"-0"}""",
        """{"$numberDecimal":"5"}""", """{"$numberDecimal":"5.00"}""", """{"$numberDecimal":"1.50"}""", """{"$numberDecimal":"1.5E+2"}""", """{"$numberDecimal":"0.1"}""", """{"$numberDecimal":"9223372036854775808"}""",
        """{"$numberDecimal":"1E+400"}""", """{"$numberDecimal":"1E-8"}""", """{"$numberDecimal":"NaN"}""", """{"$numberDecimal":"Infinity"}""", """{"$oid":"5ca4bbcea2dd94ee58162a68"}""", """{"$date":"2024-02-29T12:00:00Z"}""",
        """{"$date":"2024-02-29T12:00:00.500Z"}""", """{"$date":{"$numberLong":"-1"}}""", """{"$date":{"$numberLong":"-62135596800001"}}""", """{"$date":{"$numberLong":"253402300800000"}}""",
        """{"$binary":{"base64":"AQI=","subType":"00"}}""", """{"$symbol":"5"}""", """{"$undefined":true}""", """{"$regularExpression":{"pattern":"a","options":""}}""", """{"$timestamp":{"t":5,"i":1}}""", """{"$minKey":1}""",
        """{"$code":"x"}""", "{}", """{"b":5}""", """{"b":5.0}""", "[]", "[5]", "[null]", "[[5]]", """["12","x"]""",
    ];

    private static readonly JToken[] s_values = [.. s_texts.Select(static text => new JValue(text)), .. s_others.Select(static json => DocumentReader.Read($$"""{"v":{{json}}}""")["v"]!)];

    private static IEnumerable<JObject> Ones => s_values.Select(static value => new JObject(new JProperty("a", value))).Append([]);

    private static IEnumerable<JObject> Pairs => Some.SelectMany(static left => Some.Select(right => new JObject(Field("a", left).Concat(Field("b", right)))));

    /// <summary>Some of the texts, half of the others; nothing too.</summary>
    private static IEnumerable<JToken?> Some => s_values.Where(static (value, place) => place % (value.Type == JTokenType.String ? 6 : 2) == 0).Append(null);

    private static IEnumerable<LiteralExpression> Constants => Some.OfType<JToken>().Select(static value => new LiteralExpression { Value = value });

    [Fact]
    public Task Every_conversion_with_every_way_back_is_the_same()
    {
        var types = Enum.GetValues<FieldType>();
        return VerifyAllAsync(
            from to in types
            from back in types.Select(static type => (FieldType?)type).Append(null)
            where back != to
            select (ReshapeOperation)new ConvertFieldOperation { Collection = "docs", Path = "a", To = to, From = back },
            Ones);
    }

    [Fact]
    public Task Every_computation_with_two_values_is_the_same() => VerifyAllAsync(
        Enum.GetValues<ArithmeticOperator>().Select(static how => Set(new ArithmeticExpression { Left = Path("a"), Operator = how, Right = Path("b") })), Pairs);

    [Fact]
    public Task Every_comparison_of_two_values_is_the_same() => VerifyAllAsync(
        Enum.GetValues<ComparisonOperator>().Select(static how => Set(new ComparisonExpression { Left = Path("a"), Operator = how, Right = Path("b") })), Pairs);

    [Fact]
    public Task Every_comparison_with_a_constant_is_the_same() => VerifyAllAsync(
        from how in new[] { ComparisonOperator.Equal, ComparisonOperator.Less, ComparisonOperator.GreaterOrEqual }
        from constant in Constants
        select Set(new ComparisonExpression { Left = Path("a"), Operator = how, Right = constant }),
        Ones);

    [Fact]
    public Task Every_function_of_a_value_is_the_same()
    {
        var a = Path("a");
        DocumentExpression[] functions =
        [
            a, a.Trim(), a.Upper(), a.Lower(), a.Substring(0), a.Substring(1, 2), a.Substring(0, 0), a.Substring(30), a.Part(" ", 0), a.Part(" ", 1), a.Part(".", 1), a.Size(), a.Not(), a.Exists(), a.And(true), a.Or(false),
            a.Trim().Upper().Part(" ", 0), a.Substring(0, 3).Trim().Size(), new ConcatExpression { Texts = [a, "-", a] }, new CoalesceExpression { Values = [a, Path("none"), "x"] }, new CoalesceExpression { Values = [Path("none"), a] },
            new ConditionalExpression { Condition = a.Is(ValueKind.String), Then = a.Size(), Otherwise = a }, new ConditionalExpression { Condition = a, Then = 1, Otherwise = 2 }, .. Enum.GetValues<ValueKind>().Select(a.Is),
            .. Enum.GetValues<FieldType>().Select(type => a.ConvertTo(type)), .. Constants,
        ];
        return VerifyAllAsync(functions.Select(static function => Set(function, "a")), Ones);
    }

    [Fact]
    public Task Every_filter_is_told_the_same() => VerifyAllAsync(
        Constants.Select(static constant => new RenameFieldOperation { Collection = "docs", From = "a", To = "c", Where = Path("a").NotEqualTo(constant) }), Ones);

    [Fact]
    public Task Every_value_is_found_in_tables_the_same()
    {
        ValueMapping[][] tables =
        [
            [("12", "x"), ("true", "y")], [(5, "five"), (12, "twelve")], [ValueMapping.Of(5L, 5.5), ValueMapping.Of(12.5, 5.5)], [ValueMapping.Of(null, "none"), ValueMapping.Of(true, null)],
            [ValueMapping.Of("12", "12"), ValueMapping.Of("x", "true")], [ValueMapping.Of(false, 0), ValueMapping.Of(true, 5)], [ValueMapping.Of(5.0, 5), ValueMapping.Of("5", 12L)],
        ];
        JToken?[] otherwise = [null, JValue.CreateNull(), new JValue("x"), new JValue((object)5)];
        return VerifyAllAsync(
            from table in tables
            from other in otherwise
            select new MapValuesOperation { Collection = "docs", Path = "a", Table = table.ToValueList(), Otherwise = other },
            Ones);
    }

    private async Task VerifyAllAsync(IEnumerable<ReshapeOperation> operations, IEnumerable<JObject> documents)
    {
        var cases = operations.Select((operation, place) => CompiledCase.Of($"{place}", [operation], documents)).OfType<CompiledCase>().ToList();

        await VerifyAsync(cases);

        Assert.NotEmpty(cases);
        Assert.InRange(cases.Sum(static one => one.Done), cases.Count, int.MaxValue);
    }

    private static JProperty[] Field(string name, JToken? value) => value is null ? [] : [new JProperty(name, value)];

    private static PathExpression Path(string path) => new() { Path = path };

    private static SetFieldOperation Set(DocumentExpression value, string into = "r") => new() { Collection = "docs", Path = into, Value = value };
}
