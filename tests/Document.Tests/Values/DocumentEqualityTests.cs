using DocMigrate.Document.Values;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Values;

public sealed class DocumentEqualityTests
{
    [Theory]
    [InlineData("5", """{"$numberLong":"5"}""")]
    [InlineData("5", "5.0")]
    [InlineData("""{"$numberLong":"5"}""", "5.0")]
    [InlineData("0.0", "-0.0")]
    [InlineData("""{"$numberDecimal":"1.5"}""", """{"$numberDecimal":"1.50"}""")]
    [InlineData("""{"$numberDecimal":"5"}""", "5")]
    [InlineData("\"5\"", "5")]
    [InlineData("\"é\"", "\"e\u0301\"")]
    [InlineData("null", "false")]
    [InlineData("{}", "[]")]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("\"2024-01-31T00:00:00Z\"", """{"$date":"2024-01-31T00:00:00Z"}""")]
    public void Tells_apart_what_only_looks_alike(string left, string right)
    {
        var (one, other) = (DocumentReader.ReadValue(left), DocumentReader.ReadValue(right));

        Assert.False(DocumentEquality.Equals(one, other));
        Assert.False(DocumentEquality.Equals(new JArray(one), new JArray(other)));
        Assert.NotEqual(DocumentHash.Of(one), DocumentHash.Of(other));
    }

    [Fact]
    public void The_order_of_keys_is_left_out_where_asked()
    {
        var (one, other) = (DocumentReader.Read("""{"x":{"a":1,"b":[2]}}"""), DocumentReader.Read("""{"x":{"b":[2],"a":1}}"""));

        Assert.True(DocumentEquality.AnyOrder.Same(one, other));
        Assert.False(DocumentEquality.Exact.Same(one, other));
        Assert.Equal(DocumentEquality.AnyOrder.GetHashCode(one), DocumentEquality.AnyOrder.GetHashCode(other));
        Assert.Equal(DocumentHash.Of(one), DocumentHash.Of(other));
    }

    [Fact]
    public void A_copy_is_identical_and_has_the_same_hash_code() => Prop.ForAll(Documents.Any, static document =>
    {
        var copy = (JObject)document.DeepClone();
        return DocumentEquality.Equals(document, copy)
            && DocumentEquality.AnyOrder.Same(document, copy)
            && DocumentEquality.Exact.GetHashCode(document) == DocumentEquality.Exact.GetHashCode(copy);
    }).QuickCheckThrowOnFailure();
}
