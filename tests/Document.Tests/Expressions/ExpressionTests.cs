using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tests.Expressions;

/// <summary>The semantics of the expression language, as docs/documents/expressions.md has it.</summary>
public sealed class ExpressionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 17, 0, 0, 123, TimeSpan.Zero);

    private const string Document = """
        {"first":"Ada","last":"Lovelace","none":null,"i":5,"l":{"$numberLong":"5"},"d":2.5,"dec":{"$numberDecimal":"1.50"},"t":true,
        "list":[1,2],"o":{"x":1},"when":{"$date":"2024-01-31T00:00:00Z"},"pair":"a\ud83d\ude00b","price.usd":7,"cost":"$5 off"}
        """;

    private static string Of(Func<IExpressionBuilder, DocumentExpression> make, string document = Document)
    {
        var result = DocumentExpression.Of(make).Evaluate(DocumentReader.Read(document), Now);
        return result.Misfit is { } reason ? "misfit: " + reason : result.Value is { } value ? DocumentWriter.Write(value) : "missing";
    }

    [Fact]
    public void A_path_is_missing_or_null_or_there()
    {
        Assert.Equal("missing", Of(d => d.Path("gone")));
        Assert.Equal("missing", Of(d => d.Path("first.inside")));
        Assert.Equal("null", Of(d => d.Path("none")));
        Assert.Equal("1", Of(d => d.Path("o.x")));
        Assert.Equal("7", Of(d => d.Path(DocumentPath.Of("price.usd"))));
    }

    [Fact]
    public void A_literal_is_verbatim()
    {
        Assert.Equal("\"$first\"", Of(_ => "$first"));
        Assert.Equal("""{"$ref":"{}"}""", Of(d => d.Json("""{"$ref":"{}"}""")));
        Assert.Equal("""{"$numberLong":"5"}""", Of(_ => 5L));
        Assert.Equal("5", Of(_ => 5));
        Assert.Equal("5.0", Of(_ => 5.0));
        Assert.Equal("""{"$numberDecimal":"5.0"}""", Of(_ => 5.0m));
        Assert.Equal("null", Of(d => d.Null));
    }

    [Fact]
    public void What_is_absent_makes_the_whole_absent_and_missing_wins()
    {
        Assert.Equal("\"Ada Lovelace\"", Of(d => d.Concat(d.Path("first"), " ", d.Path("last"))));
        Assert.Equal("null", Of(d => d.Concat(d.Path("first"), d.Path("none"))));
        Assert.Equal("missing", Of(d => d.Concat(d.Path("none"), d.Path("gone"))));
        Assert.Equal("missing", Of(d => d.Path("none").Plus(d.Path("gone"))));
        Assert.StartsWith("misfit", Of(d => d.Concat(d.Path("gone"), d.Path("i"))), StringComparison.Ordinal);
        Assert.Equal("null", Of(d => d.Path("none").Trim()));
        Assert.Equal("missing", Of(d => d.Path("gone").Size()));
    }

    [Fact]
    public void Texts_are_cut_and_counted_by_code_points()
    {
        Assert.Equal("\"\ud83d\ude00\"", Of(d => d.Path("pair").Substring(1, 1)));
        Assert.Equal("\"b\"", Of(d => d.Path("pair").Substring(2)));
        Assert.Equal("\"\"", Of(d => d.Path("pair").Substring(9, 2)));
        Assert.Equal("3", Of(d => d.Path("pair").Size()));
        Assert.Equal("2", Of(d => d.Path("list").Size()));
        Assert.StartsWith("misfit", Of(d => d.Path("o").Size()), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_split_trimmed_and_cased()
    {
        Assert.Equal("\"b\"", Of(d => d.Value("a::b::c").Part("::", 1)));
        Assert.Equal("\"\"", Of(d => d.Value("a,").Part(",", 1)));
        Assert.Equal("missing", Of(d => d.Value("a").Part(",", 1)));
        Assert.Equal("\"a b\u00a0\"", Of(d => d.Value(" \t\r\n\v\fa b\u00a0 ").Trim()));
        Assert.Equal("\"STRAßE İ\"", Of(d => d.Value("straße İ").Upper()));
        Assert.Equal("\"éa\"", Of(d => d.Value("ÉA").Lower()));
        Assert.StartsWith("misfit", Of(d => d.Path("i").Upper()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_that_is_there_is_taken()
    {
        Assert.Equal("\"Ada\"", Of(d => d.Coalesce(d.Path("gone"), d.Path("none"), d.Path("first"))));
        Assert.Equal("null", Of(d => d.Coalesce(d.Path("none"), d.Path("gone"))));
        Assert.Equal("missing", Of(d => d.Coalesce(d.Path("gone"), d.Path("too"))));
        Assert.Equal("\"Ada\"", Of(d => d.Coalesce(d.Path("first"), d.Path("i").Upper())));
    }

    [Theory]
    [InlineData("5", "2", "7", "3", "10", "misfit")]
    [InlineData("6", "2", "8", "4", "12", "3")]
    [InlineData("2147483647", "1", "misfit", "2147483646", "2147483647", "2147483647")]
    [InlineData("""{"$numberLong":"6"}""", "2", """{"$numberLong":"8"}""", """{"$numberLong":"4"}""", """{"$numberLong":"12"}""", """{"$numberLong":"3"}""")]
    [InlineData("9223372036854775807", "2", "misfit", "9223372036854775805", "misfit", "misfit")]
    [InlineData("1.5", "2", "3.5", "-0.5", "3.0", "0.75")]
    [InlineData("1e308", "10", "1E+308", "1E+308", "misfit", "1E+307")]
    [InlineData("""{"$numberDecimal":"1.50"}""", "2", """{"$numberDecimal":"3.50"}""", """{"$numberDecimal":"-0.50"}""", """{"$numberDecimal":"3.00"}""", """{"$numberDecimal":"0.75"}""")]
    [InlineData("""{"$numberDecimal":"1"}""", "3", """{"$numberDecimal":"4"}""", """{"$numberDecimal":"-2"}""", """{"$numberDecimal":"3"}""", "misfit")]
    [InlineData("""{"$numberDecimal":"9999999999999999999999999999999999"}""", "1", """{"$numberDecimal":"10000000000000000000000000000000000"}""", """{"$numberDecimal":"9999999999999999999999999999999998"}""", """{"$numberDecimal":"9999999999999999999999999999999999"}""", """{"$numberDecimal":"9999999999999999999999999999999999"}""")]
    [InlineData("5", "0", "5", "5", "0", "misfit")]
    [InlineData("5.0", "0", "5.0", "5.0", "0.0", "misfit")]
    public void Numbers_are_computed_exactly_or_not_at_all(string left, string right, string sum, string difference, string product, string quotient)
    {
        string Compute(Func<DocumentExpression, DocumentExpression, DocumentExpression> how) => Of(d => how(d.Json(left), d.Json(right))) is var text
            && text.StartsWith("misfit", StringComparison.Ordinal) ? "misfit" : text;

        Assert.Equal(sum == """{"$numberDecimal":"10000000000000000000000000000000000"}""" ? "misfit" : sum, Compute((a, b) => a.Plus(b)));
        Assert.Equal(difference, Compute((a, b) => a.Minus(b)));
        Assert.Equal(product, Compute((a, b) => a.Times(b)));
        Assert.Equal(quotient, Compute((a, b) => a.DividedBy(b)));
    }

    [Fact]
    public void Doubles_do_not_mix_with_decimals_nor_with_integers_that_they_can_not_hold()
    {
        Assert.StartsWith("misfit", Of(d => d.Path("d").Plus(d.Path("dec"))), StringComparison.Ordinal);
        Assert.StartsWith("misfit", Of(d => d.Path("d").Plus((1L << 53) + 1)), StringComparison.Ordinal);
        Assert.Equal("7.5", Of(d => d.Path("d").Plus(d.Path("l"))));
        Assert.StartsWith("misfit", Of(d => d.Path("first").Plus(1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "5.0", true, false)]
    [InlineData("5", """{"$numberLong":"5"}""", true, false)]
    [InlineData("5", """{"$numberDecimal":"5.00"}""", true, false)]
    [InlineData("0.0", "-0.0", true, false)]
    [InlineData("9007199254740992.0", "9007199254740993", false, true)]
    [InlineData("0.1", """{"$numberDecimal":"0.1"}""", false, false)]
    [InlineData("""{"$numberDecimal":"0.1"}""", "0.1", false, true)]
    [InlineData("5", "\"5\"", false, false)]
    [InlineData("\"Z\"", "\"a\"", false, true)]
    [InlineData("\"a\"", "\"ab\"", false, true)]
    [InlineData("\"\uffee\"", "\"\ud83d\ude00\"", false, true)]
    [InlineData("\"\ud83d\ude00\"", "\"\uffee\"", false, false)]
    [InlineData("null", "null", true, false)]
    [InlineData("null", "0", false, false)]
    [InlineData("false", "true", false, false)]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", true, false)]
    [InlineData("[1]", "[1.0]", false, false)]
    [InlineData("""{"$date":"2024-01-31T00:00:00Z"}""", """{"$date":"2024-01-31T00:00:00.001Z"}""", false, true)]
    [InlineData("""{"$date":{"$numberLong":"-1"}}""", """{"$date":"1970-01-01T00:00:00Z"}""", false, true)]
    [InlineData("1", """{"$numberDouble":"Infinity"}""", false, true)]
    [InlineData("""{"$numberDouble":"NaN"}""", """{"$numberDouble":"NaN"}""", true, false)]
    public void Values_are_compared_by_what_they_are(string left, string right, bool equal, bool less)
    {
        Assert.Equal(equal, Of(d => d.Json(left).EqualTo(d.Json(right))) == "true");
        Assert.Equal(!equal, Of(d => d.Json(left).NotEqualTo(d.Json(right))) == "true");
        Assert.Equal(less, Of(d => d.Json(left).LessThan(d.Json(right))) == "true");
        Assert.Equal(less, Of(d => d.Json(right).GreaterThan(d.Json(left))) == "true");
    }

    [Fact]
    public void A_missing_value_equals_a_missing_one_only()
    {
        Assert.Equal("true", Of(d => d.Path("gone").EqualTo(d.Path("too"))));
        Assert.Equal("false", Of(d => d.Path("gone").EqualTo(d.Null)));
        Assert.Equal("false", Of(d => d.Path("gone").AtMost(5)));
        Assert.Equal("true", Of(d => d.Path("gone").AtMost(5).Not()));
    }

    [Fact]
    public void A_condition_holds_where_it_is_true_and_nowhere_else()
    {
        Assert.Equal("1", Of(d => d.If(d.Path("t"), 1, 2)));
        Assert.Equal("2", Of(d => d.If(d.Path("i"), 1, 2)));
        Assert.Equal("2", Of(d => d.If(d.Path("gone"), d.Path("i").Upper(), 2)));
        Assert.Equal("false", Of(d => d.Path("gone").And(d.Path("i").Upper())));
        Assert.Equal("true", Of(d => d.Path("t").Or(d.Path("i").Upper())));
        Assert.Equal("true", Of(d => d.Path("first").Not()));
    }

    [Theory]
    [InlineData("gone", ValueKind.Missing)]
    [InlineData("none", ValueKind.Null)]
    [InlineData("first", ValueKind.String)]
    [InlineData("i", ValueKind.Int32)]
    [InlineData("l", ValueKind.Int64)]
    [InlineData("d", ValueKind.Double)]
    [InlineData("dec", ValueKind.Decimal)]
    [InlineData("t", ValueKind.Boolean)]
    [InlineData("when", ValueKind.DateTime)]
    [InlineData("o", ValueKind.Object)]
    [InlineData("list", ValueKind.Array)]
    public void A_value_is_of_one_kind(string path, ValueKind kind)
    {
        foreach (var other in Enum.GetValues<ValueKind>().Where(static other => other != ValueKind.Number))
        {
            Assert.Equal(kind == other, Of(d => d.Path(path).Is(other)) == "true");
        }

        Assert.Equal(kind is ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double or ValueKind.Decimal, Of(d => d.Path(path).Is(ValueKind.Number)) == "true");
    }

    [Fact]
    public void Values_are_converted_as_fields_are()
    {
        Assert.Equal("\"5\"", Of(d => d.Path("i").ConvertTo(FieldType.String)));
        Assert.Equal("2", Of(d => d.Path("d").ConvertTo(FieldType.Int32, new ConversionRules { Truncate = true })));
        Assert.StartsWith("misfit", Of(d => d.Path("d").ConvertTo(FieldType.Int32)), StringComparison.Ordinal);
        Assert.Equal("null", Of(d => d.Path("none").ConvertTo(FieldType.Int32)));
    }

    [Fact]
    public void Now_is_the_time_of_the_pass() => Assert.Equal("""{"$date":"2026-11-22T17:00:00.123Z"}""", Of(d => d.Now));

    [Fact]
    public void A_misfit_names_no_values()
    {
        Assert.Equal("misfit: an int32 can't be put in upper case", Of(d => d.Path("i").Upper()));
        Assert.DoesNotContain("Ada", Of(d => d.Path("first").Plus(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_what_it_reads_and_says_so_in_words()
    {
        var expression = DocumentExpression.Of(d => d.If(d.Path("a.b").EqualTo("x"), d.Path("c"), d.Path("c").Plus(1)));

        Assert.Equal([DocumentPath.Parse("a.b"), DocumentPath.Parse("c")], expression.Paths);
        Assert.Equal("(if a.b = \"x\" then c else (c + 1))", expression.Describe());
        Assert.Equal(expression, DocumentExpression.Of(d => d.If(d.Path("a.b").EqualTo("x"), d.Path("c"), d.Path("c").Plus(1))));
        Assert.NotEqual(expression, DocumentExpression.Of(d => d.If(d.Path("a.b").EqualTo("x"), d.Path("c"), d.Path("c").Plus(1L))));
    }
}
