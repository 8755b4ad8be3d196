using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Tests.Operations;

public sealed class UnwrapArrayOperationTests
{
    private static readonly UnwrapArrayOperation Unwrap = new() { Collection = "c", Path = "tags" };

    [Theory]
    [InlineData("""{"tags":["a"]}""", """{"tags":"a"}""")]
    [InlineData("""{"tags":[]}""", """{"tags":null}""")]
    [InlineData("""{"tags":[null]}""", """{"tags":null}""")]
    [InlineData("""{"tags":"a"}""", """{"tags":"a"}""")]
    [InlineData("{}", "{}")]
    public void Puts_the_element_in_the_arrays_place(string before, string after) => Lens.GoesForthAndBack(Unwrap, before, after);

    [Theory]
    [InlineData("""{"tags":["a","b"]}""")]
    [InlineData("""{"tags":[["a"]]}""")]
    public void More_than_one_value_does_not_fit(string document) => Lens.DoesNotFit(Unwrap, document);

    [Fact]
    public void The_first_or_last_of_more_is_taken_where_that_is_said()
    {
        Lens.GoesForthAndBack(Unwrap with { Longer = LongArrays.First }, """{"tags":["a","b"]}""", """{"tags":"a"}""");
        Lens.GoesForthAndBack(Unwrap with { Longer = LongArrays.Last }, """{"tags":["a","b"]}""", """{"tags":"b"}""");
    }

    [Fact]
    public void An_edit_after_it_is_never_undone() =>
        Assert.Equal("""{"tags":["c"]}""", Lens.BackAfterEdit(Unwrap with { Longer = LongArrays.First }, """{"tags":["a","b"]}""", """{"tags":"c"}"""));

    [Fact]
    public void Is_undone_in_general()
    {
        var documents = Documents.With(("tags", Documents.Value(2)));
        Lens.HoldsFor(documents, Unwrap);
        Lens.HoldsFor(documents, Unwrap with { Longer = LongArrays.Last });
    }
}
