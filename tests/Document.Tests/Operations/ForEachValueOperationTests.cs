using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Operations;

public sealed class ForEachValueOperationTests
{
    private static readonly ForEachValueOperation s_operation = new()
    {
        Collection = "c",
        Path = "m",
        Operations = [new RenameFieldOperation { Collection = "", From = "a", To = "b" }, new RemoveFieldOperation { Collection = "", Path = "x" }],
    };

    private static ReshapeOutcome Apply(ReshapeOperation operation, string json, ReshapeOutcome? kept = null) =>
        new ReshapePipeline([operation]).Apply(DocumentReader.Read(json), kept is null ? null : i => kept.Kept[i]);

    [Theory]
    [InlineData("""{"m":{"k.1":{"a":1},"k2":{"a":2,"y":3}}}""", """{"m":{"k.1":{"b":1},"k2":{"y":3,"b":2}}}""")]
    [InlineData("""{"m":{"k":null}}""", """{"m":{"k":null}}""")]
    [InlineData("""{"m":null}""", """{"m":null}""")]
    [InlineData("""{"m":{}}""", """{"m":{}}""")]
    [InlineData("""{}""", """{}""")]
    public void Does_the_operations_on_each_value_and_leaves_the_keys(string before, string after)
    {
        var outcome = Apply(s_operation, before);

        Assert.Equal(after, DocumentWriter.Write(outcome.Document));
        Assert.Null(outcome.Misfit);
    }

    [Fact]
    public void Going_back_gives_the_whole_object_where_something_was_kept_and_it_is_as_it_was_put()
    {
        const string Before = """{"m":{"k":{"a":1,"x":2}}}""";
        var there = Apply(s_operation, Before);
        var reverse = s_operation.ReverseOn(null)!;

        Assert.Equal("""{"m":{"k":{"b":1}}}""", DocumentWriter.Write(there.Document));
        Assert.Equal(Before, DocumentWriter.Write(Apply(reverse, DocumentWriter.Write(there.Document), there).Document));
        Assert.Equal("""{"m":{"k":{"a":9}}}""", DocumentWriter.Write(Apply(reverse, """{"m":{"k":{"b":9}}}""", there).Document));
    }

    [Theory]
    [InlineData("""{"m":[1]}""", "an array is no object")]
    [InlineData("""{"m":{"secret":1}}""", "value 0 is an int32, not an object")]
    [InlineData("""{"m":{"secret":{"a":1,"b":2}}}""", "value 0, b: there is a field of that name already")]
    public void A_misfit_says_where_and_names_no_key_that_is_data(string json, string reason)
    {
        var misfit = Apply(s_operation, json).Misfit!;

        Assert.Equal(reason, misfit.Reason);
        Assert.DoesNotContain("secret", misfit.Reason, StringComparison.Ordinal);
        Assert.Null(Apply(s_operation with { OnError = OnError.Keep }, json).Misfit);
    }

    [Fact]
    public void The_shape_of_the_values_changes_and_comes_back()
    {
        var shape = FieldShape.Object(s => s.Field("m", FieldShape.Map(FieldShape.Object(v => v.Field("a", FieldShape.Int32).Field("x", FieldShape.Int32))).OrNull()));
        var after = s_operation.Reshape(shape);

        Assert.Equal(FieldShape.Object(s => s.Field("m", FieldShape.Map(FieldShape.Object(v => v.Field("b", FieldShape.Int32))).OrNull())), after);
        Assert.Equal(shape, s_operation.ReverseOn(shape)!.Reshape(after));
    }

    [Fact]
    public void It_is_disjoint_and_loses_what_the_operations_inside_lose()
    {
        Assert.True(s_operation.Disjoint);
        Assert.Equal(LossClass.Shadowed, s_operation.Loss(Direction.Forward));
        Assert.IsType<JObject>(Apply(s_operation, """{"m":{"k":{"a":1}}}""").Document["m"]);
    }
}
