using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tests.Operations;

public sealed class AddFieldOperationTests
{
    private static AddFieldOperation Add(string path, object? value) => new() { Collection = "c", Path = path, Value = DocumentValue.Of(value) };

    [Theory]
    [InlineData("""{"x":1}""", """{"x":1,"a":5}""")]
    [InlineData("""{"a":null}""", """{"a":null}""")]
    [InlineData("""{"a":"there"}""", """{"a":"there"}""")]
    public void Fills_only_where_the_field_is_missing(string before, string after) => Lens.GoesForthAndBack(Add("a", 5), before, after);

    [Theory]
    [InlineData("""{"a":{}}""", """{"a":{"b":"x"}}""")]
    [InlineData("{}", "{}")]
    [InlineData("""{"a":null}""", """{"a":null}""")]
    [InlineData("""{"a":[{}]}""", """{"a":[{}]}""")]
    [InlineData("""{"a":{"$oid":"5ca4bbcea2dd94ee58162a68"}}""", """{"a":{"$oid":"5ca4bbcea2dd94ee58162a68"}}""")]
    public void Makes_no_parent(string before, string after) => Lens.GoesForthAndBack(Add("a.b", "x"), before, after);

    [Fact]
    public void Is_undone_in_general() => Lens.HoldsFor(Documents.With(("a", Documents.Value(1))), Add("a", 5), Add("address.city", null));

    [Fact]
    public void A_value_that_the_way_back_took_comes_back_instead_of_the_default()
    {
        var add = Add("a", 5);
        var back = new ReshapePipeline([add.ReverseOn(null)!]).Apply(DocumentReader.Read("""{"a":7}"""));
        var again = new ReshapePipeline([add]).Apply(back.Document, _ => back.Kept[0]);

        Assert.Equal("{}", DocumentWriter.Write(back.Document));
        Assert.Equal("""{"a":7}""", DocumentWriter.Write(again.Document));
    }

    [Fact]
    public void A_field_that_was_there_before_is_left_alone_on_the_way_back() =>
        Assert.Equal("""{"a":"edited"}""", Lens.BackAfterEdit(Add("a", 5), """{"a":1}""", """{"a":"edited"}"""));

    [Fact]
    public void Operations_are_equal_only_when_their_values_are_identical()
    {
        Assert.Equal(Add("a", 5), Add("a", 5));
        Assert.Equal(Add("a", 5).GetHashCode(), Add("a", 5).GetHashCode());
        Assert.NotEqual(Add("a", 5), Add("a", 5L));
        Assert.NotEqual(Add("a", 5), Add("a", 5.0));
    }
}
