using System.Text;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Values;

public sealed class DocumentReaderTests
{
    [Theory]
    [InlineData("""{"a":010}""", "DM5001")]
    [InlineData("""{"a":+1}""", "DM5001")]
    [InlineData("""{"a":.5}""", "DM5001")]
    [InlineData("""{"a":5.}""", "DM5001")]
    [InlineData("""{"a":0x10}""", "DM5001")]
    [InlineData("""{"a":NaN}""", "DM5001")]
    [InlineData("""{"a":Infinity}""", "DM5001")]
    [InlineData("""{"a":undefined}""", "DM5001")]
    [InlineData("""{'a':1}""", "DM5001")]
    [InlineData("""{a:1}""", "DM5001")]
    [InlineData("""{"a":'x'}""", "DM5001")]
    [InlineData("""{"a":1,}""", "DM5001")]
    [InlineData("""{"a":[1,]}""", "DM5001")]
    [InlineData("""{"a":1} // end""", "DM5001")]
    [InlineData("""{/* no */"a":1}""", "DM5001")]
    [InlineData("""{"a":1}{"a":1}""", "DM5001")]
    [InlineData("""{"a":1""", "DM5001")]
    [InlineData("", "DM5001")]
    [InlineData("[1]", "DM5001")]
    [InlineData("null", "DM5001")]
    [InlineData("""{"$oid":"5ca4bbcea2dd94ee58162a68"}""", "DM5001")]
    [InlineData("\ufeff{}", "DM5001")]
    [InlineData("{\"a\":\"line\nbreak\"}", "DM5001")]
    [InlineData("""{"a":"\x41"}""", "DM5001")]
    [InlineData("""{"a":1,"b":2,"a":3}""", "DM5002")]
    [InlineData("""{"a":1,"\u0061":3}""", "DM5002")]
    [InlineData("""{"a":9223372036854775808}""", "DM5003")]
    [InlineData("""{"a":-9223372036854775809}""", "DM5003")]
    [InlineData("""{"a":1E400}""", "DM5003")]
    [InlineData("""{"a":"\ud800"}""", "DM5006")]
    [InlineData("""{"\udc00":1}""", "DM5006")]
    [InlineData("""{"a":{"$oid":"short"}}""", "DM5004")]
    [InlineData("""{"a":{"$oid":5}}""", "DM5004")]
    [InlineData("""{"a":{"$oid":"5ca4bbcea2dd94ee58162a68","b":1}}""", "DM5004")]
    [InlineData("""{"a":{"$date":"yesterday"}}""", "DM5004")]
    [InlineData("""{"a":{"$date":"2024-01-31T00:00:00"}}""", "DM5004")]
    [InlineData("""{"a":{"$numberInt":"2147483648"}}""", "DM5004")]
    [InlineData("""{"a":{"$numberLong":"1.0"}}""", "DM5004")]
    [InlineData("""{"a":{"$numberLong":5}}""", "DM5004")]
    [InlineData("""{"a":{"$numberDouble":"1e999"}}""", "DM5004")]
    [InlineData("""{"a":{"$numberDecimal":"12345678901234567890123456789012345"}}""", "DM5004")]
    [InlineData("""{"a":{"$binary":{"base64":"!!","subType":"00"}}}""", "DM5004")]
    [InlineData("""{"a":{"$timestamp":{"t":-1,"i":0}}}""", "DM5004")]
    [InlineData("""{"a":{"$regularExpression":{"pattern":"x"}}}""", "DM5004")]
    [InlineData("""{"a":{"$minKey":2}}""", "DM5004")]
    [InlineData("""{"a":{"$scope":{}}}""", "DM5004")]
    public void Refuses_what_is_no_JSON_or_can_not_be_held(string text, string code)
    {
        var error = Assert.Throws<DataException>(() => DocumentReader.Read(text));

        Assert.Equal(code, error.Code.Value);
        Assert.NotEmpty(error.Remedy);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("2147483648", 2147483648L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("1.0", 1.0)]
    [InlineData("1e2", 100.0)]
    [InlineData("-0.0", -0.0)]
    [InlineData("5e-324", double.Epsilon)]
    [InlineData("""{"$numberInt":"5"}""", 5)]
    [InlineData("""{"$numberLong":"5"}""", 5L)]
    [InlineData("""{"$numberDouble":"5"}""", 5.0)]
    [InlineData("""{"$numberDouble":"NaN"}""", double.NaN)]
    [InlineData("""{"$numberDouble":"-Infinity"}""", double.NegativeInfinity)]
    [InlineData("\"x\"", "x")]
    [InlineData("true", true)]
    [InlineData("null", null)]
    public void Reads_a_scalar_as_the_type_that_it_is(string text, object? expected)
    {
        var value = Assert.IsType<JValue>(DocumentReader.ReadValue(text)).Value;

        Assert.Equal(expected?.GetType(), value?.GetType());
        Assert.True(DocumentEquality.Equals(new JValue(expected), new JValue(value)));
    }

    [Theory]
    [InlineData("""{"$oid":"5CA4BBCEA2DD94EE58162A68"}""", """{"$oid":"5ca4bbcea2dd94ee58162a68"}""")]
    [InlineData("""{"$date":{"$numberLong":"226117231000"}}""", """{"$date":"1977-03-02T02:20:31Z"}""")]
    [InlineData("""{"$date":226117231000}""", """{"$date":"1977-03-02T02:20:31Z"}""")]
    [InlineData("""{"$date":"2024-01-31T01:30:00.5+01:00"}""", """{"$date":"2024-01-31T00:30:00.500Z"}""")]
    [InlineData("""{"$date":"2024-01-31T01:30:00+0100"}""", """{"$date":"2024-01-31T00:30:00Z"}""")]
    [InlineData("""{"$date":"1969-12-31T23:59:59Z"}""", """{"$date":{"$numberLong":"-1000"}}""")]
    [InlineData("""{"$date":"2024-01-31T00:00:00.1234567Z"}""", """{"$date":"2024-01-31T00:00:00.1234567Z"}""")]
    [InlineData("""{"$numberDecimal":"1.50"}""", """{"$numberDecimal":"1.50"}""")]
    [InlineData("""{"$binary":{"base64":"AQI=","subType":"0"}}""", """{"$binary":{"base64":"AQI=","subType":"00"}}""")]
    [InlineData("""{"$uuid":"00112233-4455-6677-8899-aabbccddeeff"}""", """{"$binary":{"base64":"ABEiM0RVZneImaq7zN3u/w==","subType":"04"}}""")]
    [InlineData("""{"$timestamp":{"t":{"$numberLong":"4294967295"},"i":1}}""", """{"$timestamp":{"t":4294967295,"i":1}}""")]
    [InlineData("""{"$regularExpression":{"pattern":"^a","options":"i"}}""", """{"$regularExpression":{"pattern":"^a","options":"i"}}""")]
    [InlineData("""{"$code":"f()","$scope":{"x":1}}""", """{"$code":"f()","$scope":{"x":1}}""")]
    [InlineData("""{"$maxKey":{"$numberInt":"1"}}""", """{"$maxKey":1}""")]
    [InlineData("""{"$undefined":true}""", """{"$undefined":true}""")]
    public void Brings_each_wrapper_into_one_form(string text, string expected) =>
        Assert.Equal(expected, DocumentWriter.Write(DocumentReader.ReadValue(text)));

    [Fact]
    public void Keeps_keys_that_only_look_odd()
    {
        const string text = """{"":1,"price.usd":2,"$ref":"c","$id":5,"__proto__":null,"0":[],"ä\"\\":{}}""";

        Assert.Equal(text, DocumentWriter.Write(DocumentReader.Read(text)));
    }

    [Fact]
    public void Says_where_a_duplicate_key_is()
    {
        var error = Assert.Throws<DataException>(() => DocumentReader.Read("""{"a":[{"b.c":{"x":1,"x":2}}]}"""));

        Assert.Contains("a.0[\"b.c\"] has the key 'x' twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_on_which_line_the_text_is_wrong()
    {
        var error = Assert.Throws<DataException>(() => DocumentReader.Read("{\n\"a\": nope}"));

        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_255_levels_and_refuses_256()
    {
        static string Nested(int depth) => $"{{\"a\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}";

        Assert.Single(DocumentReader.Read(Nested(DocumentReader.MaxDepth)));
        Assert.Equal("DM5005", Assert.Throws<DataException>(() => DocumentReader.Read(Nested(DocumentReader.MaxDepth + 1))).Code.Value);
    }

    [Fact]
    public void Refuses_bytes_that_are_no_UTF_8()
    {
        byte[] text = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal("DM5006", Assert.Throws<DataException>(() => DocumentReader.Read(text)).Code.Value);
    }

    [Fact]
    public void Refuses_text_with_half_of_a_surrogate_pair() =>
        Assert.Equal("DM5006", Assert.Throws<DataException>(() => DocumentReader.Read("{\"a\":\"\ud800\"}")).Code.Value);

    [Fact]
    public async Task Reads_a_stream()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("""{"a":"é"}"""));

        Assert.Equal("é", (string?)(await DocumentReader.ReadAsync(stream, TestContext.Current.CancellationToken))["a"]);
    }
}
