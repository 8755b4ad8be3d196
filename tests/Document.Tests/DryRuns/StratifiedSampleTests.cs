using DocMigrate.Document.DryRuns;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tests.DryRuns;

public sealed class StratifiedSampleTests
{
    [Fact]
    public void Every_kind_has_equal_parts_as_far_as_it_has_documents()
    {
        var sample = new StratifiedSample(10);
        for (var i = 0; i < 1000; i++)
        {
            sample.Add(Document(i, i is 3 or 700 or 999 ? """{"a":"x"}""" : i is 500 or 501 ? """{"a":[{"b":1},{"b":2}]}""" : $$"""{"a":{{i}}}"""));
        }

        var drawn = sample.Documents.ToList();

        Assert.Equal(10, drawn.Count);
        Assert.Equal(["3", "500", "501", "700", "999"], drawn.Where(static document => document.Content.Text[5] is '"' or '[').Select(static document => document.Key.Json));
        Assert.Equal(drawn.Select(static document => int.Parse(document.Key.Json, System.Globalization.CultureInfo.InvariantCulture)).Order(), drawn.Select(static document => int.Parse(document.Key.Json, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Documents_of_more_kinds_than_are_wanted_are_drawn_all_the_same()
    {
        var sample = new StratifiedSample(3);
        for (var i = 0; i < 100; i++)
        {
            sample.Add(Document(i, $$"""{"k{{i}}":1}"""));
        }

        Assert.Equal(3, sample.Documents.Count());
    }

    [Fact]
    public void What_can_not_be_read_is_a_kind_of_its_own()
    {
        var sample = new StratifiedSample(2);
        for (var i = 0; i < 100; i++)
        {
            sample.Add(Document(i, i == 50 ? """{"a":1,"a":2}""" : """{"a":1}"""));
        }

        Assert.Contains("50", sample.Documents.Select(static document => document.Key.Json));
    }

    [Fact]
    public void How_often_something_is_in_an_array_makes_no_kind()
    {
        Assert.Equal(Fingerprint("""{"a":[1,2,3],"b":"x"}"""), Fingerprint("""{"b":"y","a":[4]}"""));
        Assert.NotEqual(Fingerprint("""{"a":[1,2,3]}"""), Fingerprint("""{"a":[1,"2"]}"""));
        Assert.NotEqual(Fingerprint("""{"a":1}"""), Fingerprint("""{"a":1.0}"""));
        Assert.NotEqual(Fingerprint("""{"a":{"b":1}}"""), Fingerprint("""{"a":{},"b":1}"""));
    }

    private static ulong Fingerprint(string document) => ShapeFingerprint.Of(DocumentReader.Read(document));

    private static PassDocument Document(int key, string text) => new(new DocumentKey(key.ToString(System.Globalization.CultureInfo.InvariantCulture)), key, text);
}
