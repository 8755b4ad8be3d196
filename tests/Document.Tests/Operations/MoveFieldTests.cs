using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tests.Operations;

/// <summary><see cref="RenameFieldOperation"/> across levels, and where the target is there.</summary>
public sealed class MoveFieldTests
{
    private static RenameFieldOperation Move(DocumentPath from, DocumentPath to) => new() { Collection = "c", From = from, To = to, CreateParents = true };

    [Theory]
    [InlineData("""{"x":1}""", """{"a":{"b":{"c":1}}}""")]
    [InlineData("""{"x":1,"a":{}}""", """{"a":{"b":{"c":1}}}""")]
    [InlineData("""{"x":1,"a":{"b":{}}}""", """{"a":{"b":{"c":1}}}""")]
    [InlineData("""{"x":1,"a":{"q":2}}""", """{"a":{"q":2,"b":{"c":1}}}""")]
    [InlineData("""{"a":{"b":{"c":1}}}""", """{"a":{"b":{"c":1}}}""")]
    public void Makes_the_objects_on_the_way_and_takes_just_those_away_again(string before, string after) => Lens.GoesForthAndBack(Move("x", "a.b.c"), before, after);

    [Theory]
    [InlineData("""{"x":1,"a":5}""")]
    [InlineData("""{"x":1,"a":null}""")]
    [InlineData("""{"x":1,"a":{"b":[]}}""")]
    [InlineData("""{"x":1,"a":{"b":{"c":2}}}""")]
    public void A_value_on_the_way_does_not_fit(string document) => Lens.DoesNotFit(Move("x", "a.b.c"), document);

    [Theory]
    [InlineData("""{"a":{"b":{"c":1}}}""", """{"x":1}""")]
    [InlineData("""{"a":{"b":{"c":1},"q":2}}""", """{"a":{"q":2},"x":1}""")]
    [InlineData("""{"a":{"b":{}}}""", """{"a":{"b":{}}}""")]
    public void Takes_away_what_it_leaves_empty(string before, string after) =>
        Lens.GoesForthAndBack(Move("a.b.c", "x") with { CreateParents = false, PruneParents = true }, before, after);

    [Theory]
    [InlineData(TargetPolicy.KeepOld, """{"a":1,"b":2}""", """{"b":2}""")]
    [InlineData(TargetPolicy.KeepNew, """{"a":1,"b":2}""", """{"b":1}""")]
    [InlineData(TargetPolicy.Coalesce, """{"a":1,"b":2}""", """{"b":2}""")]
    [InlineData(TargetPolicy.Coalesce, """{"a":1,"b":null}""", """{"b":1}""")]
    [InlineData(TargetPolicy.Coalesce, """{"a":1}""", """{"b":1}""")]
    [InlineData(TargetPolicy.KeepNew, """{"b":2}""", """{"b":2}""")]
    public void A_target_that_is_there_is_kept_or_replaced_and_both_come_back(TargetPolicy target, string before, string after) =>
        Lens.GoesForthAndBack(new RenameFieldOperation { Collection = "c", From = "a", To = "b", Target = target }, before, after);

    [Fact]
    public void Both_values_come_back_after_an_edit()
    {
        var rename = new RenameFieldOperation { Collection = "c", From = "a", To = "b" };

        Assert.Equal("""{"b":9,"a":1}""", Lens.BackAfterEdit(rename with { Target = TargetPolicy.KeepOld }, """{"a":1,"b":2}""", """{"b":9}"""));
        Assert.Equal("""{"a":9,"b":2}""", Lens.BackAfterEdit(rename with { Target = TargetPolicy.KeepNew }, """{"a":1,"b":2}""", """{"b":9}"""));
    }

    [Fact]
    public void Is_undone_in_general()
    {
        var documents = Documents.With(("a", Documents.Value(1)), ("b", Documents.Value(1)), ("address", Documents.Value(2)), ("city", Documents.Value(1)));
        Lens.HoldsFor(documents, Move("a", "address.city"));
        Lens.HoldsFor(documents, Move("a", "address.city.zip") with { PruneParents = true }, Move("b", "address.a"));
        Lens.HoldsFor(documents, Move("address.city", "b.c") with { PruneParents = true });
        Lens.HoldsFor(documents, Move("address.a", "address.city.zip") with { PruneParents = true });
        foreach (var target in Enum.GetValues<TargetPolicy>())
        {
            Lens.HoldsFor(documents, Move("a", "b") with { Target = target });
            Lens.HoldsFor(documents, Move("address.city", "b.c") with { Target = target, PruneParents = true });
            Lens.HoldsFor(documents, Move("a", "address.city") with { Target = target }, Move("b", "a") with { Target = target });
        }
    }

    [Fact]
    public void The_state_follows()
    {
        var shape = FieldShape.Object(s => s.Field("x", FieldShape.Int32).Field("q", FieldShape.Object(q => q.Field("z", FieldShape.String))));

        Assert.Equal(FieldShape.Int32, Move("x", "a.b.c").Reshape(shape).Find("a.b.c"));
        Assert.Null((Move("q.z", "z") with { PruneParents = true }).Reshape(shape).Field("q"));
    }
}
