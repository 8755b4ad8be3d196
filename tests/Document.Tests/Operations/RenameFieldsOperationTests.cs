using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using FsCheck.Fluent;

namespace DocMigrate.Document.Tests.Operations;

public sealed class RenameFieldsOperationTests
{
    private static RenameFieldsOperation Rename(params ValueList<FieldRename> names) => new() { Collection = "c", Names = names };

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":1,"a":2}""")]
    [InlineData("""{"a":1,"x":0}""", """{"x":0,"b":1}""")]
    [InlineData("{}", "{}")]
    public void Swaps_two_fields(string before, string after) => Lens.GoesForthAndBack(Rename(("a", "b"), ("b", "a")), before, after);

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":1,"c":2}""")]
    [InlineData("""{"b":2}""", """{"c":2}""")]
    [InlineData("""{"c":3}""", """{"c":3}""")]
    public void Hands_names_on_by_what_was_there_before(string before, string after) => Lens.GoesForthAndBack(Rename(("a", "b"), ("b", "c")), before, after);

    [Fact]
    public void A_new_name_that_is_there_does_not_fit() => Lens.DoesNotFit(Rename(("a", "b"), ("b", "c")), """{"a":1,"c":3}""");

    [Fact]
    public void Tells_whether_doing_it_twice_does_harm()
    {
        Assert.True(Rename(("a", "x"), ("b", "y")).Disjoint);
        Assert.False(Rename(("a", "b"), ("b", "a")).Disjoint);
        Assert.False(Rename(("a", "b"), ("b", "c")).Disjoint);
    }

    [Fact]
    public void Is_undone_in_general()
    {
        var documents = Documents.With(("a", Documents.Value(1)), ("b", Documents.Value(1)), ("c", Documents.Value(1)), ("address", Documents.Object(1).Select(static o => (Newtonsoft.Json.Linq.JToken)o)));
        Lens.HoldsFor(documents, Rename(("a", "b"), ("b", "a")));
        Lens.HoldsFor(documents, Rename(("a", "b"), ("b", "c")), Rename(("c", "a"), ("name", "b")));
        Lens.HoldsFor(documents, Rename(("city", "zip"), ("zip", "a"), ("a", "city")) with { Parent = "address" });
    }

    [Fact]
    public void Refuses_names_that_contradict_each_other()
    {
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Rename(("a", "b"), ("a", "c")).Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Rename(("a", "c"), ("b", "c")).Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Rename(("a", "a")).Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Rename().Apply(null)).Code.Value);
    }
}
