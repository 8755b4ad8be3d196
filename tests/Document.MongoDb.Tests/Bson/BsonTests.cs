using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Bson;

public sealed class BsonTests
{
    [Theory]
    [MemberData(nameof(Samples.EveryType), MemberType = typeof(Samples))]
    public void Every_type_is_read_and_written_without_loss(string json, string inside)
    {
        var bytes = Samples.Bytes(inside);

        Assert.Equal(json, DocumentWriter.Write(BsonReader.Read(bytes)));
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(BsonWriter.Write(DocumentReader.Read(json))));
    }

    [Fact]
    public void A_NaN_keeps_its_bits()
    {
        var bytes = Samples.Bytes("01 76 00 12 00 00 00 00 00 F8 FF");

        Assert.Equal(bytes, BsonWriter.Write(BsonReader.Read(bytes)));
    }

    [Theory]
    [InlineData("0A 76 00 0A 76 00", "DM5002")]
    [InlineData("03 76 00 0E 00 00 00 02 24 6F 69 64 00 01 00 00 00 00 00", "DM6200")]
    [InlineData("03 76 00 10 00 00 00 02 24 6F 69 64 00 01 00 00 00 00 00", "DM5004")]
    [InlineData("02 76 00 02 00 00 00 FF 00", "DM5006")]
    [InlineData("0A FF 00", "DM5006")]
    [InlineData("04 76 00 08 00 00 00 0A 31 00 00", "DM6201")]
    [InlineData("0B 76 00 61 00 6D 69 00", "DM6201")]
    [InlineData("13 76 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 6C", "DM6201")]
    [InlineData("13 76 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 7C", "DM6201")]
    [InlineData("08 76 00 02", "DM6200")]
    [InlineData("14 76 00", "DM6200")]
    [InlineData("02 76 00 00 00 00 00 00", "DM6200")]
    [InlineData("02 76 00 FF FF FF 7F 61 00", "DM6200")]
    [InlineData("05 76 00 FF FF FF FF 00", "DM6200")]
    [InlineData("03 76 00 FF FF FF 7F 00", "DM6200")]
    [InlineData("0F 76 00 17 00 00 00 02 00 00 00 78 00 0C 00 00 00 10 79 00 01 00 00 00 00", "DM6200")]
    public void Refuses_what_is_damaged_or_has_no_exact_form(string inside, string code)
    {
        var error = Assert.Throws<DataException>(() => BsonReader.Read(Samples.Bytes(inside)));

        Assert.Equal(code, error.Code.Value);
    }

    [Fact]
    public void Says_where_the_value_is()
    {
        var error = Assert.Throws<DataException>(() => BsonReader.Read(Samples.Bytes("03 61 00 0B 00 00 00 0A 62 00 0A 62 00 00")));

        Assert.Contains("at a has the key 'b' twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_is_read_and_written_up_to_the_limit_of_the_server()
    {
        var deepest = BsonWriter.Write(Nested(BsonReader.MaxDepth));

        Assert.Equal(deepest, BsonWriter.Write(BsonReader.Read(deepest)));
        Assert.Equal("DM5005", Assert.Throws<DataException>(() => BsonWriter.Write(Nested(BsonReader.MaxDepth + 1))).Code.Value);

        byte[] beyond = [.. BitConverter.GetBytes(deepest.Length + 8), 0x03, 0x61, 0x00, .. deepest, 0x00];
        Assert.Equal("DM5005", Assert.Throws<DataException>(() => BsonReader.Read(beyond)).Code.Value);
    }

    [Theory]
    [InlineData("""{"v":{"$date":"2024-01-01T00:00:00.0001Z"}}""", "DM6202")]
    [InlineData("""{"a\u0000b":1}""", "DM6202")]
    [InlineData("""{"v":{"$regularExpression":{"pattern":"\u0000","options":""}}}""", "DM6202")]
    public void Refuses_to_write_what_BSON_can_not_hold(string json, string code)
    {
        var error = Assert.Throws<DataException>(() => BsonWriter.Write(DocumentReader.Read(json)));

        Assert.Equal(code, error.Code.Value);
    }

    [Fact]
    public void Refuses_to_write_half_a_surrogate_pair()
    {
        var error = Assert.Throws<DataException>(() => BsonWriter.Write(new JObject(new JProperty("v", "\uD800"))));

        Assert.Equal("DM5006", error.Code.Value);
    }

    [Fact]
    public void A_decimal_has_one_text_in_the_store()
    {
        var written = BsonWriter.Write(DocumentReader.Read("""{"v":{"$numberDecimal":"150e0"}}"""));

        Assert.Equal("""{"v":{"$numberDecimal":"150"}}""", DocumentWriter.Write(BsonReader.Read(written)));
    }

    [Fact]
    public void A_raw_value_is_passed_on_as_it_is()
    {
        var odd = Samples.Bytes("04 76 00 08 00 00 00 0A 31 00 00");
        var value = new RawDocument(odd)["v"];

        var written = BsonWriter.Write(new JObject(new JProperty("v", new JRaw(value)), new JProperty("d", new JRaw(new RawDocument(odd)))));

        Assert.Equal(BsonType.Array, value!.Type);
        Assert.Equal(value.Bytes.ToArray(), new RawDocument(written)["v"]!.Bytes.ToArray());
        Assert.Equal(odd, new RawDocument(written)["d"]!.AsDocument!.Bytes.ToArray());
    }

    [Fact]
    public void A_raw_document_is_looked_into_without_being_decoded()
    {
        var raw = BsonWriter.ToRaw(DocumentReader.Read("""{"ok":1.0,"n":{"$numberLong":"7"},"s":"text","a":[1,{"x":2}],"f":1.5,"b":true}"""));

        Assert.True(raw["ok"]!.AsBoolean);
        Assert.Equal(1, raw["ok"]!.AsInt32);
        Assert.Equal(7, raw["n"]!.AsInt64);
        Assert.Equal("text", raw["s"]!.AsString);
        Assert.Equal(2, raw["a"]!.AsArray!.Last().AsDocument!["x"]!.AsInt32);
        Assert.Null(raw["f"]!.AsInt64);
        Assert.Null(raw["s"]!.AsInt64);
        Assert.Null(raw["absent"]);
        Assert.Equal(["ok", "n", "s", "a", "f", "b"], raw.Elements().Select(static element => element.Key));
        Assert.Equal("""[1,{"x":2}]""", DocumentWriter.Write(raw["a"]!.Decode()));
    }

    [Fact]
    public void Both_forms_of_Extended_JSON_are_read_back()
    {
        var all = Samples.All();

        Assert.True(DocumentEquality.Equals(all, DocumentReader.Read(ExtendedJson.Canonical(all))));
        Assert.Equal("""{"i":5,"l":5,"d":5.0,"t":{"$date":"1970-01-01T00:00:00Z"}}""", ExtendedJson.Relaxed(DocumentReader.Read(
            """{"i":5,"l":{"$numberLong":"5"},"d":5.0,"t":{"$date":"1970-01-01T00:00:00Z"}}""")));
        Assert.Equal("""{"i":{"$numberInt":"5"},"t":{"$date":{"$numberLong":"0"}}}""", ExtendedJson.Canonical(DocumentReader.Read(
            """{"i":5,"t":{"$date":"1970-01-01T00:00:00Z"}}""")));
    }

    private static JObject Nested(int depth)
    {
        var value = new JObject();
        for (var i = 1; i < depth; i++)
        {
            value = new JObject(new JProperty("a", value));
        }

        return value;
    }
}
