using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Specification.Documents.Generation;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Compilation;

/// <summary>What a compiled chain does on the server is what the in-process executor does, wherever its guard holds; and what it says to need nothing needs nothing.</summary>
public sealed class RandomPipelineTests(StandaloneTests.Server server) : PipelineSuite(server), IClassFixture<StandaloneTests.Server>
{
    private const int Seeds = 700;

    [Fact]
    public async Task Server_and_process_agree_on_chains_made_at_random()
    {
        var cases = Enumerable.Range(1, Seeds).SelectMany(static seed => Cases(seed)).OfType<CompiledCase>().ToList();

        await VerifyAsync(cases);

        // The cases are odd on purpose, and most of their documents are left to the process.
        Assert.InRange(cases.Count, 2000, int.MaxValue);
        Assert.InRange(cases.Sum(static one => one.Done), 1000, int.MaxValue);
    }

    private static IEnumerable<CompiledCase?> Cases(int seed)
    {
        var made = new RandomCase(seed);
        for (var i = 0; i < made.Operations.Count; i++)
        {
            yield return CompiledCase.Of($"{seed}, operation {i}", [made.Operations[i]], made.Documents);
        }

        yield return CompiledCase.Of($"{seed}", made.Operations, made.Documents);
        var back = made.Operations.Reverse().Select(static operation => operation.Reverse(null)).OfType<ReshapeOperation>().ToList();
        if (back.Count == made.Operations.Count)
        {
            yield return CompiledCase.Of($"{seed}, back", back, Forth(made));
        }
    }

    /// <summary>The documents after the chain, but those of which something is kept: they are the process's on the way back.</summary>
    private static IEnumerable<JObject> Forth(RandomCase made)
    {
        var forth = new ReshapePipeline(made.Operations);
        return made.Documents.Select(document => forth.Apply(document)).Where(static outcome => outcome.Kept.All(static kept => kept.Count == 0)).Select(static outcome => outcome.Document);
    }
}
