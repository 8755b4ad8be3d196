using DocMigrate.Engine.Configuration;

namespace DocMigrate.Engine.Tests.Configuration;

public sealed class SuggestTests
{
    [Theory]
    [InlineData("sqlit", "sqlite")]
    [InlineData("SQLITE", "sqlite")]
    [InlineData("slqite", "sqlite")]
    [InlineData("sqlite_json", "sqlite-json")]
    [InlineData("cat", "catalog")]
    [InlineData("mongodb", null)]
    [InlineData("x", null)]
    public void Finds_what_was_probably_meant(string typed, string? expected)
    {
        Assert.Equal(expected, Suggest.Nearest(typed, ["catalog", "sqlite-json", "sqlite"]));
    }

    [Fact]
    public void Lists_names_in_quotes_and_says_when_there_are_none()
    {
        Assert.Equal("'a', 'b'", Suggest.List(["a", "b"]));
        Assert.Equal("none", Suggest.List([]));
    }
}
