using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Bson;

/// <summary>An error says where in the document it is, however deep.</summary>
public sealed class BsonPathTests
{
    [Fact]
    public void Reading_names_the_path_of_bytes_that_are_no_text()
    {
        var bson = BsonWriter.Write(DocumentReader.Read("""{"first":[1,"x"],"a":{"b":[{"c":"fine"},{"d":"QQQQ"}]},"last":"QQ"}"""));
        bson[bson.AsSpan().IndexOf("QQQQ"u8)] = 0xff;

        var error = Assert.Throws<DataException>(() => BsonReader.Read(bson));

        Assert.Contains("at a.b.1.d ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_names_the_object_that_has_a_key_twice()
    {
        var bson = BsonWriter.Write(DocumentReader.Read("""{"n":0,"a":[{"kk":1,"jj":2}]}"""));
        "kk"u8.CopyTo(bson.AsSpan(bson.AsSpan().IndexOf("jj"u8)));

        var error = Assert.Throws<DataException>(() => BsonReader.Read(bson));

        Assert.Contains("The object at a.0 has the key 'kk' twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_names_the_path_of_what_can_not_be_stored()
    {
        var inner = new JObject(new JProperty("a", new JArray(1, new JObject(new JProperty("b\0", 1)))));
        var around = new JObject(new JProperty("not", new JObject(new JProperty("written", inner))));

        var error = Assert.Throws<DataException>(() => BsonWriter.Write(inner));

        Assert.NotNull(around.First);
        Assert.Contains("at a.1.b", error.Message, StringComparison.Ordinal);
    }
}
