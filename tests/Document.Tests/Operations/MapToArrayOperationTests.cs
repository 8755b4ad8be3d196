using DocMigrate.Document.Operations;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Operations;

/// <summary>Also of its reverse, <see cref="ArrayToMapOperation"/>.</summary>
public sealed class MapToArrayOperationTests
{
    private static readonly MapToArrayOperation ToArray = new() { Collection = "c", Path = "m", KeyField = "id" };
    private static readonly ArrayToMapOperation ToMap = new() { Collection = "c", Path = "m", KeyField = "id" };

    [Theory]
    [InlineData("""{"m":{"k2":{"x":1},"k1":{}}}""", """{"m":[{"id":"k2","x":1},{"id":"k1"}]}""")]
    [InlineData("""{"m":{}}""", """{"m":[]}""")]
    [InlineData("""{"m":[]}""", """{"m":[]}""")]
    [InlineData("""{"m":[5]}""", """{"m":[5]}""")]
    [InlineData("""{"m":null}""", """{"m":null}""")]
    [InlineData("{}", "{}")]
    public void Turns_an_object_into_an_array(string before, string after) => Lens.GoesForthAndBack(ToArray, before, after);

    [Theory]
    [InlineData("""{"m":{"a":1,"b":null,"c":[2]}}""", """{"m":[{"id":"a","v":1},{"id":"b","v":null},{"id":"c","v":[2]}]}""")]
    public void Values_of_any_type_get_a_field_of_their_own(string before, string after) =>
        Lens.GoesForthAndBack(ToArray with { ValueField = "v" }, before, after);

    [Theory]
    [InlineData("""{"m":5}""")]
    [InlineData("""{"m":{"a":1}}""")]
    [InlineData("""{"m":{"a":{"id":1}}}""")]
    [InlineData("""{"m":{"$oid":"5ca4bbcea2dd94ee58162a68"}}""")]
    [InlineData("""{"m":{"a":{"$oid":"5ca4bbcea2dd94ee58162a68"}}}""")]
    public void What_can_not_be_an_array_does_not_fit(string document) => Lens.DoesNotFit(ToArray, document);

    [Theory]
    [InlineData("""{"m":[{"id":"b","x":1},{"id":"a"}]}""", """{"m":{"b":{"x":1},"a":{}}}""")]
    [InlineData("""{"m":[]}""", """{"m":{}}""")]
    [InlineData("""{"m":{"a":5}}""", """{"m":{"a":5}}""")]
    public void Turns_an_array_into_an_object(string before, string after) => Lens.GoesForthAndBack(ToMap, before, after);

    [Theory]
    [InlineData("""{"m":5}""")]
    [InlineData("""{"m":[5]}""")]
    [InlineData("""{"m":[{"x":1}]}""")]
    [InlineData("""{"m":[{"id":5}]}""")]
    [InlineData("""{"m":[{"id":"a"},{"id":"a"}]}""")]
    [InlineData("""{"m":[{"id":"$oid"}]}""")]
    public void What_can_not_be_an_object_does_not_fit(string document) => Lens.DoesNotFit(ToMap, document);

    [Theory]
    [InlineData("""{"m":[{"id":"a"}]}""")]
    [InlineData("""{"m":[{"id":"a","v":1,"w":2}]}""")]
    public void An_element_with_other_fields_than_key_and_value_does_not_fit(string document) => Lens.DoesNotFit(ToMap with { ValueField = "v" }, document);

    [Fact]
    public void Are_undone_in_general()
    {
        var element = Documents.With(("id", Documents.Scalar), ("v", Documents.Scalar)).Select(static inner => (JToken)inner);
        var documents = Documents.With(("m", Gen.OneOf(Documents.Value(2), Documents.Array(element), element)));
        foreach (var value in new[] { null, "v" })
        {
            Lens.HoldsFor(documents, ToArray with { ValueField = value });
            Lens.HoldsFor(documents, ToMap with { ValueField = value });
        }
    }
}
