using DocMigrate.Document.Inference;

namespace DocMigrate.Document.Tests.Inference;

/// <summary>
/// What inspect says of real collections, as a person has read and judged it (Expected/README.md). Where a change of the inference is meant, set
/// DOCMIGRATE_REWRITE_EXPECTATIONS=1 for one run, and read what changed.
/// </summary>
public sealed class RealCollectionTests
{
    private const string Rewrite = "DOCMIGRATE_REWRITE_EXPECTATIONS";

    [Theory]
    [InlineData("customers")]
    [InlineData("grades")]
    [InlineData("products")]
    [InlineData("restaurant")]
    [InlineData("theaters")]
    public async Task A_real_collection_is_described_as_a_person_judged_right(string name)
    {
        var source = new MemoryCollection(name, RealData.Lines(name));

        var found = await CollectionInferrer.InferAsync(source, "docs", name, null, TestContext.Current.CancellationToken);

        var text = InferenceWriter.Write(found) + "\n";
        var file = Path.Combine(RealData.Repository, "tests", "Document.Tests", "Inference", "Expected", name + ".txt");
        if (Environment.GetEnvironmentVariable(Rewrite) == "1" && Environment.GetEnvironmentVariable("CI") is null)
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), text);
    }
}
