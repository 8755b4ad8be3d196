using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Values;

public sealed class DocumentNormalizerTests
{
    [Fact]
    public void An_integer_keeps_the_width_that_it_had()
    {
        var original = DocumentReader.Read("""{"narrow":1,"wide":{"$numberLong":"1"},"was":"text","list":[1,{"$numberLong":"2"}]}""");
        var written = new JObject
        {
            ["narrow"] = 2, ["wide"] = 2, ["was"] = 3, ["new"] = 4, ["big"] = 1L << 40, ["list"] = new JArray(5, 6, 7),
        };

        Assert.Equal(
            """{"narrow":2,"wide":{"$numberLong":"2"},"was":3,"new":4,"big":1099511627776,"list":[5,{"$numberLong":"6"},7]}""",
            DocumentWriter.Write(DocumentNormalizer.Normalize(written, original)));
    }

    [Fact]
    public void Values_of_the_framework_become_wrappers_or_text()
    {
        var written = new JObject
        {
            ["decimal"] = 1.50m,
            ["date"] = new DateTime(2024, 1, 31, 0, 0, 0, DateTimeKind.Utc),
            ["guid"] = Guid.Empty,
            ["bytes"] = new byte[] { 1, 2 },
            ["float"] = 0.5f,
        };

        Assert.Equal(
            """{"decimal":{"$numberDecimal":"1.50"},"date":{"$date":"2024-01-31T00:00:00Z"},"guid":"00000000-0000-0000-0000-000000000000","bytes":{"$binary":{"base64":"AQI=","subType":"00"}},"float":0.5}""",
            DocumentWriter.Write(DocumentNormalizer.Normalize(written, original: null)));
    }

    [Fact]
    public void Refuses_what_a_document_can_not_hold()
    {
        Assert.Throws<DataException>(() => DocumentNormalizer.Normalize(new JObject { ["a"] = new DateTime(2024, 1, 31, 0, 0, 0, DateTimeKind.Unspecified) }, null));
        Assert.Throws<DataException>(() => DocumentNormalizer.Normalize(new JObject { ["a"] = JValue.CreateUndefined() }, null));
        Assert.Throws<DataException>(() => DocumentNormalizer.Normalize(new JObject { ["a"] = new JObject { ["$oid"] = 5 } }, null));
    }
}
