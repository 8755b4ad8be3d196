using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Operations;

public sealed class MapValuesOperationTests
{
    private static MapValuesOperation Map(params ValueList<ValueMapping> table) => new() { Collection = "c", Path = "s", Table = table };

    [Theory]
    [InlineData("""{"s":"A"}""", """{"s":"active"}""")]
    [InlineData("""{"s":"active"}""", """{"s":"active"}""")]
    [InlineData("""{"s":null}""", """{"s":null}""")]
    [InlineData("{}", "{}")]
    public void Replaces_values_and_leaves_results(string before, string after) => Lens.GoesForthAndBack(Map(("A", "active"), ("D", "deleted")), before, after);

    [Theory]
    [InlineData("""{"s":1}""", """{"s":"low"}""")]
    [InlineData("""{"s":{"$numberLong":"1"}}""", """{"s":"low"}""")]
    [InlineData("""{"s":2.0}""", """{"s":"low"}""")]
    public void Finds_numbers_by_their_value_and_gives_back_their_type(string before, string after) => Lens.GoesForthAndBack(Map((1, "low"), (2, "low")), before, after);

    [Fact]
    public void Swaps() => Lens.GoesForthAndBack(Map(("a", "b"), ("b", "a")), """{"s":"a"}""", """{"s":"b"}""");

    [Fact]
    public void Another_value_does_not_fit_or_becomes_what_is_said()
    {
        Lens.DoesNotFit(Map(("A", "active")), """{"s":"X"}""");
        Lens.GoesForthAndBack(Map(("A", "active")) with { Otherwise = new JValue("unknown") }, """{"s":"X"}""", """{"s":"unknown"}""");
        Assert.Equal(LossClass.Lossless, Map(("A", "active")).Loss(Direction.Forward));
        Assert.Equal(LossClass.Shadowed, Map(("A", "x"), ("B", "x")).Loss(Direction.Forward));
    }

    [Fact]
    public void A_new_value_goes_back_by_the_table()
    {
        Assert.Equal("""{"s":"D"}""", Lens.BackAfterEdit(Map(("A", "active"), ("D", "deleted")), """{"s":"A"}""", """{"s":"deleted"}"""));
        Assert.Equal("""{"s":"A"}""", Lens.BackAfterEdit(Map(("A", "x"), ("B", "x")), "{}", """{"s":"x"}"""));
    }

    [Fact]
    public void Is_undone_in_general()
    {
        var documents = Documents.With(("s", Documents.Value(1)));
        var table = new[] { ValueMapping.Of(5, "x"), ValueMapping.Of("", 0.0), ValueMapping.Of(null, false), ValueMapping.Of(true, null), ValueMapping.Of("x", "x"), ValueMapping.Of(-1, 5) };
        Lens.HoldsFor(documents, Map(table.ToValueList()));
        Lens.HoldsFor(documents, Map(table.ToValueList()) with { Otherwise = new JValue("x") });
        Lens.HoldsFor(documents, Map(table.ToValueList()) with { Otherwise = JValue.CreateNull() }, Map(("x", "y")));
    }

    [Fact]
    public void Refuses_a_table_that_says_two_things()
    {
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Map(ValueMapping.Of(1, "a"), ValueMapping.Of(1.0, "b")).Apply(null)).Code.Value);
        Assert.Equal("DM5105", Assert.Throws<StateException>(() => Map().Apply(null)).Code.Value);
    }
}
