using DocMigrate.Document.DryRuns;
using DocMigrate.Document.Values;
using DocMigrate.DryRuns;

namespace DocMigrate.Document.Tests.DryRuns;

public sealed class ChangeTallyTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", "")]
    [InlineData("""{"a":1}""", """{"a":1.0}""", "a 1 1.0")]
    [InlineData("""{"a":null}""", """{}""", "a null -")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"x":1,"z":2}}""", "a.y 2 - | a.z - 2")]
    [InlineData("""{"price.usd":1}""", """{"price":{"usd":1}}""", "[\"price.usd\"] 1 - | price - {\"usd\":1}")]
    [InlineData("""{"a":[{"b":1,"c":0},{"b":2}]}""", """{"a":[{"b":"1","c":0},{"b":"2"}]}""", "a[0].b 1 \"1\" | a[1].b 2 \"2\"")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", "a [1] [1,2]")]
    [InlineData("""{"a":{"k":{"n":1}}}""", """{"a":[{"id":"k","n":1}]}""", "a {\"k\":{\"n\":1}} [{\"id\":\"k\",\"n\":1}]")]
    [InlineData("""{"a":{"$date":"2024-01-01T00:00:00Z"}}""", """{"a":{"$oid":"5ca4bbcea2dd94ee58162a68"}}""", "a {\"$date\":\"2024-01-01T00:00:00Z\"} {\"$oid\":\"5ca4bbcea2dd94ee58162a68\"}")]
    public void Only_what_differs_is_shown_where_it_differs(string before, string after, string expected)
    {
        var tally = new ChangeTally();

        tally.Add("1", DocumentReader.Read(before), DocumentReader.Read(after));

        var changes = tally.Examples().Examples[0].Changes;
        Assert.Equal(expected, string.Join(" | ", changes.Select(static change => $"{change.Path} {change.Before ?? "-"} {change.After ?? "-"}")));
    }

    [Fact]
    public void Documents_that_change_in_the_same_way_have_one_example()
    {
        var tally = new ChangeTally();
        for (var i = 0; i < 30; i++)
        {
            tally.Add($"{i}", DocumentReader.Read(i % 3 == 0 ? """{"a":[1,2]}""" : """{"a":"x"}"""), DocumentReader.Read(i % 3 == 0 ? """{"a":[3,4]}""" : """{"a":5}"""));
        }

        var (examples, others) = tally.Examples();

        Assert.Equal([("1", 20L), ("0", 10L)], examples.Select(static example => (example.Id, example.Documents)));
        Assert.Equal(0, others);

        // Both elements of an array are one path of one document.
        Assert.Equal([new DryRunPath("a", 0, 0, 20), new DryRunPath("a[]", 0, 0, 10)], tally.Paths().Paths);
    }

    [Fact]
    public void What_is_long_or_much_is_cut_and_counted()
    {
        var tally = new ChangeTally();
        tally.Add("1", [], DocumentReader.Read($$"""{"text":"{{new string('x', 198)}}😀{{new string('x', 500)}}"}"""));
        for (var i = 0; i < 10; i++)
        {
            tally.Add($"m{i}", [], DocumentReader.Read($$"""{{{string.Join(',', Enumerable.Range(0, 30).Select(k => $"\"k{i}_{k}\":1"))}}}"""));
        }

        var (examples, others) = tally.Examples();
        var (paths, more) = tally.Paths();

        Assert.Equal("\"" + new string('x', 198) + "…", examples[0].Changes[0].After);
        Assert.Equal((20, 10L), (examples[1].Changes.Count, examples[1].MoreChanges));
        Assert.Equal((5, 6L), (examples.Count, others));
        Assert.Equal((50, 251L), (paths.Count, more));
    }
}
