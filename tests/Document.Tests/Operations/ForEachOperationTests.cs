using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Operations;

public sealed class ForEachOperationTests
{
    private static readonly RenameFieldOperation Rename = new() { Collection = "", From = "qty", To = "quantity" };
    private static readonly RemoveFieldOperation Remove = new() { Collection = "", Path = "sku" };
    private static readonly ConvertFieldOperation Convert = new() { Collection = "", Path = "qty", To = FieldType.Int32, From = FieldType.String };

    private static ForEachOperation Each(params ReshapeOperation[] operations) => new() { Collection = "c", Path = "orders", Operations = operations.ToValueList() };

    [Theory]
    [InlineData("""{"orders":[{"qty":1},{"sku":"a","qty":2},{"sku":"b"},null]}""", """{"orders":[{"quantity":1},{"sku":"a","quantity":2},{"sku":"b"},null]}""")]
    [InlineData("""{"orders":[{"quantity":1},{"qty":2}]}""", """{"orders":[{"quantity":1},{"quantity":2}]}""")]
    [InlineData("""{"orders":[]}""", """{"orders":[]}""")]
    [InlineData("""{"orders":null}""", """{"orders":null}""")]
    [InlineData("{}", "{}")]
    public void Does_it_to_each_element(string before, string after) => Lens.GoesForthAndBack(Each(Rename), before, after);

    [Fact]
    public void Does_operations_in_order_and_undoes_them_in_reverse() => Lens.GoesForthAndBack(
        Each(Convert, Rename, Remove),
        """{"orders":[{"sku":"a","qty":"2"},{"qty":"-0"}]}""",
        """{"orders":[{"quantity":2},{"quantity":0}]}""");

    [Fact]
    public void Reaches_arrays_in_arrays() => Lens.GoesForthAndBack(
        Each(new ForEachOperation { Collection = "", Path = "lines", Operations = [Rename] }),
        """{"orders":[{"lines":[{"qty":1}]},{"lines":[]}]}""",
        """{"orders":[{"lines":[{"quantity":1}]},{"lines":[]}]}""");

    [Theory]
    [InlineData("""{"orders":{"qty":1}}""")]
    [InlineData("""{"orders":[{"qty":1},5]}""")]
    [InlineData("""{"orders":[[{"qty":1}]]}""")]
    [InlineData("""{"orders":[{"qty":1,"quantity":2}]}""")]
    public void What_does_not_fit_leaves_the_whole_document(string document) => Lens.DoesNotFit(Each(Rename), document);

    [Fact]
    public void Keep_leaves_the_element_and_goes_on()
    {
        Lens.GoesForthAndBack(Each(Rename) with { OnError = OnError.Keep }, """{"orders":[5,{"qty":1}]}""", """{"orders":[5,{"quantity":1}]}""");
        Lens.GoesForthAndBack(
            Each(Rename with { OnError = OnError.Keep }), """{"orders":[{"qty":1,"quantity":2},{"qty":1}]}""", """{"orders":[{"qty":1,"quantity":2},{"quantity":1}]}""");
    }

    [Theory]
    [InlineData(OnError.Fail, OnError.Quarantine, OnError.Quarantine)]
    [InlineData(OnError.Quarantine, OnError.Fail, OnError.Quarantine)]
    [InlineData(OnError.Fail, OnError.Fail, OnError.Fail)]
    public void An_operation_inside_that_says_nothing_has_the_policy_of_the_outer_one(OnError outer, OnError inner, OnError expected)
    {
        var operation = Each(Rename with { OnError = inner }) with { OnError = outer };

        var misfit = new ReshapePipeline([operation]).Apply(DocumentReader.Read("""{"orders":[{},{"qty":1,"quantity":2}]}""")).Misfit;

        Assert.Equal(expected, misfit?.Policy);
        Assert.Contains("element 1", misfit?.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"orders":[{"quantity":1},{"quantity":7}]}""", """{"orders":[{"qty":1},{"qty":7}]}""")]
    [InlineData("""{"orders":[{"quantity":1}]}""", """{"orders":[{"quantity":1}]}""")]
    public void An_array_that_was_kept_comes_back_only_if_it_is_what_was_put(string edited, string expected) =>
        Assert.Equal(expected, Lens.BackAfterEdit(Each(Rename), """{"orders":[{"quantity":1}]}""", edited));

    [Fact]
    public void Is_undone_in_general()
    {
        var element = Documents.With(("qty", Documents.Scalar), ("quantity", Documents.Scalar), ("sku", Documents.Scalar)).Select(static inner => (JToken)inner);
        var documents = Documents.With(("orders", Documents.Array(Gen.Frequency((6, element), (1, Documents.Scalar)))));
        Lens.HoldsFor(documents, Each(Rename));
        Lens.HoldsFor(documents, Each(Convert, Remove, Rename));
        Lens.HoldsFor(documents, Each(Rename with { OnError = OnError.Keep }));
    }

    [Fact]
    public void Refuses_what_can_not_be_inside()
    {
        Assert.Throws<StateException>(() => Each().Apply(null));
        Assert.Throws<StateException>(() => Each(Rename with { Collection = "other" }).Apply(null));
        Assert.Throws<StateException>(() => Each(new TransformDocumentsOperation { Collection = "", Name = "x" }).Apply(null));
    }

    [Fact]
    public void Loses_what_the_operations_inside_lose()
    {
        Assert.Equal(LossClass.Lossless, Each(Rename).Loss(Direction.Forward));
        Assert.Equal(LossClass.Shadowed, Each(Rename, Remove).Loss(Direction.Forward));
        Assert.True(Each(Rename).Disjoint);
        Assert.False(Each(Rename, Convert).Disjoint);
    }
}
