using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Tests.Operations;

public sealed class WrapInArrayOperationTests
{
    private static readonly WrapInArrayOperation Wrap = new() { Collection = "c", Path = "tags" };

    [Theory]
    [InlineData("""{"tags":"a"}""", """{"tags":["a"]}""")]
    [InlineData("""{"tags":{"x":1}}""", """{"tags":[{"x":1}]}""")]
    [InlineData("""{"tags":["a","b"]}""", """{"tags":["a","b"]}""")]
    [InlineData("""{"tags":["a"]}""", """{"tags":["a"]}""")]
    [InlineData("""{"tags":null}""", """{"tags":null}""")]
    [InlineData("{}", "{}")]
    public void Makes_a_value_an_array_and_leaves_arrays(string before, string after) => Lens.GoesForthAndBack(Wrap, before, after);

    [Fact]
    public void Is_undone_in_general() => Lens.HoldsFor(Documents.With(("tags", Documents.Value(2))), Wrap);
}
