using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Operations;

/// <summary>Also of its reverse, <see cref="FlattenFieldOperation"/>.</summary>
public sealed class NestFieldsOperationTests
{
    private static readonly NestFieldsOperation Nest = new() { Collection = "c", Fields = ["city", "zip"], Into = "address" };
    private static readonly FlattenFieldOperation Flatten = new() { Collection = "c", Path = "address", Fields = ["city", "zip"] };

    [Theory]
    [InlineData("""{"x":1,"city":"Bern","y":2,"zip":3000}""", """{"x":1,"y":2,"address":{"city":"Bern","zip":3000}}""")]
    [InlineData("""{"zip":null}""", """{"address":{"zip":null}}""")]
    [InlineData("{}", "{}")]
    [InlineData("""{"address":{"city":"Bern"}}""", """{"address":{"city":"Bern"}}""")]
    [InlineData("""{"address":"Main Street"}""", """{"address":"Main Street"}""")]
    [InlineData("""{"address":{"street":"x"},"city":"Bern"}""", """{"address":{"street":"x","city":"Bern"}}""")]
    public void Moves_fields_into_a_sub_document(string before, string after) => Lens.GoesForthAndBack(Nest, before, after);

    [Theory]
    [InlineData("""{"city":"Bern","address":"Main Street"}""")]
    [InlineData("""{"city":"Bern","address":null}""")]
    [InlineData("""{"city":"Bern","address":{}}""")]
    [InlineData("""{"city":"Bern","address":{"zip":1}}""")]
    [InlineData("""{"city":"Bern","address":{"$oid":"5ca4bbcea2dd94ee58162a68"}}""")]
    public void A_sub_document_that_can_not_take_them_does_not_fit(string document) => Lens.DoesNotFit(Nest, document);

    [Theory]
    [InlineData("""{"x":1,"address":{"zip":3000,"city":"Bern"}}""", """{"x":1,"city":"Bern","zip":3000}""")]
    [InlineData("""{"address":{"city":"Bern","street":"x"}}""", """{"address":{"street":"x"},"city":"Bern"}""")]
    [InlineData("""{"address":{}}""", """{"address":{}}""")]
    [InlineData("""{"address":null,"city":"Bern"}""", """{"address":null,"city":"Bern"}""")]
    [InlineData("""{"city":"Bern"}""", """{"city":"Bern"}""")]
    public void Moves_fields_out_and_leaves_the_others(string before, string after) => Lens.GoesForthAndBack(Flatten, before, after);

    [Theory]
    [InlineData("""{"address":"Main Street"}""")]
    [InlineData("""{"address":[{"city":"Bern"}]}""")]
    [InlineData("""{"address":{"city":"Bern"},"zip":1}""")]
    public void What_can_not_be_flattened_does_not_fit(string document) => Lens.DoesNotFit(Flatten, document);

    [Fact]
    public void Are_undone_in_general()
    {
        var inner = Documents.With(("city", Documents.Scalar), ("zip", Documents.Scalar)).Select(static inner => (JToken)inner);
        var documents = Documents.With(("city", Documents.Value(1)), ("zip", Documents.Scalar), ("address", Gen.OneOf(inner, Documents.Value(1))));
        Lens.HoldsFor(documents, Nest);
        Lens.HoldsFor(documents, Flatten);
        Lens.HoldsFor(Documents.With(("address", inner)), Nest with { Parent = "address", Into = "place" });
    }

    [Fact]
    public void Refuses_a_sub_document_that_is_one_of_the_fields()
    {
        Assert.Throws<StateException>(() => (Nest with { Into = "city" }).Apply(null));
        Assert.Throws<StateException>(() => (Flatten with { Path = "city" }).Apply(null));
        Assert.Throws<StateException>(() => (Nest with { Fields = [] }).Apply(null));
    }
}
