using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Tests;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests;

/// <summary>SQLite's expressions give what the in-process executor gives, on documents and chains made at random; and the way back gives the documents again.</summary>
public sealed class ExecutorEqualityTests
{
    [Fact]
    public void Server_and_process_agree_forth_and_back() =>
        Check.One(
            Exploration.Of(Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(1_000_000)),
            Prop.ForAll(Gen.Choose(1, int.MaxValue - 1).ToArbitrary(), static seed =>
            {
                Verify(seed, binary: seed % 5 != 0).GetAwaiter().GetResult();
                return true;
            }));

    [Theory]
    [InlineData(1075268269)]
    [InlineData(771455008)]
    [InlineData(133582127)]
    [InlineData(922950672)]
    [InlineData(1439645059)]
    [InlineData(1044844678)]
    [InlineData(2009758906)]
    [InlineData(2119531761)]
    [InlineData(601050655)]
    [InlineData(1126645744)]
    public Task Agrees_on_a_case_that_once_failed(int seed) => Verify(seed, binary: true);

    private static async Task Verify(int seed, bool binary)
    {
        var made = new RandomCase(seed);
        if (!Valid(made.Operations))
        {
            return;
        }

        await using var store = new JsonStore();
        await store.FillAsync("docs", made.Documents.Select(static document => DocumentWriter.Write(document)), binary);
        await store.ApplyAsync([.. made.Operations]);
        Same(seed, "forth", InProcess(made, store.LastStep(Direction.Forward)), await store.DocumentsAsync("docs"));
        await store.RevertAsync();
        Same(seed, "and back", made.Documents, await store.DocumentsAsync("docs"));
        var left = await store.QueryAsync("SELECT count(*) FROM _docmigrate_quarantine", static row => row.GetInt64(0));
        Assert.True(left[0] == 0, $"seed {seed}: {left[0]} documents are still on the quarantine list after the way back");
    }

    private static bool Valid(IReadOnlyList<ReshapeOperation> operations)
    {
        try
        {
            State.DocumentSchema.From(operations.Aggregate((DocMigrate.State.IStoreState?)null, static (state, operation) => operation.Apply(state)));
            return true;
        }
        catch (StateException)
        {
            return false;
        }
    }

    private static List<JObject> InProcess(RandomCase made, PlanStep step)
    {
        var documents = made.Documents.ToList();
        var quarantined = new HashSet<int>();
        foreach (var pass in StepUnits.Of(step).Select(static unit => unit.Pass!))
        {
            var pipeline = new ReshapePipeline(pass.Operations);
            for (var i = 0; i < documents.Count; i++)
            {
                if (quarantined.Contains(i))
                {
                    continue;
                }

                var outcome = pipeline.Apply(documents[i]);
                documents[i] = outcome.Document;
                if (outcome.Misfit is not null)
                {
                    quarantined.Add(i);
                }
            }
        }

        return documents;
    }

    private static void Same(int seed, string where, IReadOnlyList<JObject> expected, List<JObject> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < actual.Count; i++)
        {
            Assert.True(
                DocumentEquality.AnyOrder.Same(expected[i], actual[i]),
                $"seed {seed}, {where}, document {i}:\nexpected {DocumentWriter.Write(expected[i])}\nactual   {DocumentWriter.Write(actual[i])}\noriginal {DocumentWriter.Write(new RandomCase(seed).Documents[i])}\n{string.Join("\n", new RandomCase(seed).Operations)}");
        }
    }
}
