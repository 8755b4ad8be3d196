using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Values;

public sealed class OwnDocumentTests
{
    private static readonly object?[] Values =
    [
        null, "text", true, 1, 5L, long.MaxValue, 1.5, double.NaN, BitConverter.Int64BitsToDouble(unchecked((long)0xfff8000000000001)), 1.5f, (short)3, 2.50m, Guid.Empty, new byte[] { 1 },
    ];

    [Fact]
    public void What_code_wrote_into_its_own_document_becomes_the_same_as_a_copy_of_it()
    {
        foreach (var value in Values)
        {
            foreach (var before in Values)
            {
                Same(new JObject(new JProperty("x", new JValue(value)), new JProperty("y", new JArray(new JValue(value)))), new JObject(new JProperty("y", new JArray(1)), new JProperty("x", new JValue(before))));
            }

            Same(new JObject(new JProperty("a", new JObject(new JProperty("x", new JValue(value))))), original: null);
        }

        Same(new JObject(new JProperty("d", new JObject(new JProperty("$numberDecimal", "1.50")))), original: null);
    }

    [Fact]
    public void What_is_normal_already_is_not_copied()
    {
        var document = DocumentReader.Read("""{"_id":1,"a":[1,2.5,null,{"b":"x"}],"c":true}""");

        Assert.Same(document, DocumentNormalizer.NormalizeOwn(document, original: null));
    }

    private static void Same(JObject value, JObject? original)
    {
        var copy = DocumentNormalizer.Normalize(value, original);
        var own = DocumentNormalizer.NormalizeOwn(value, original);

        Assert.True(DocumentEquality.Equals(copy, own), $"{value}: {copy}, {own}");
    }
}
