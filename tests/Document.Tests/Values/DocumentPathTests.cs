using System.Text.Json;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tests.Values;

public sealed class DocumentPathTests
{
    [Fact]
    public void A_dotted_string_and_a_literal_key_are_different_paths()
    {
        Assert.NotEqual(DocumentPath.Parse("price.usd"), DocumentPath.Of("price.usd"));
        Assert.NotEqual(DocumentPath.Parse("price.usd").ToString(), DocumentPath.Of("price.usd").ToString());
        Assert.Equal(DocumentPath.Parse("price.usd"), DocumentPath.Of("price", "usd"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("orders[].qty")]
    public void Refuses_a_string_that_is_no_path(string text) => Assert.Throws<FormatException>(() => DocumentPath.Parse(text));

    [Fact]
    public void Shows_a_path_without_ambiguity()
    {
        Assert.Equal("a.b", DocumentPath.Of("a", "b").ToString());
        Assert.Equal("[\"a.b\"].c", DocumentPath.Of("a.b", "c").ToString());
        Assert.Equal("a[\"\"]", DocumentPath.Of("a", "").ToString());
        Assert.Equal("[\"$\"]", DocumentPath.Of("$").ToString());
        Assert.Equal("$", DocumentPath.Root.ToString());
    }

    [Fact]
    public void Is_an_array_of_strings_in_JSON()
    {
        var path = DocumentPath.Of("a.b", "c");

        Assert.Equal("""["a.b","c"]""", JsonSerializer.Serialize(path));
        Assert.Equal(path, JsonSerializer.Deserialize<DocumentPath>("""["a.b","c"]"""));
    }

    [Fact]
    public void Knows_its_parent_and_what_is_inside_it()
    {
        var path = DocumentPath.Of("a", "b");

        Assert.Equal(DocumentPath.Of("a"), path.Parent);
        Assert.Equal(DocumentPath.Root, path.Parent.Parent);
        Assert.True(path.Child("c").StartsWith(path));
        Assert.False(path.StartsWith(path.Child("c")));
        Assert.Equal(DocumentPath.Of("x", "a", "b"), path.Under(DocumentPath.Of("x")));
    }
}
