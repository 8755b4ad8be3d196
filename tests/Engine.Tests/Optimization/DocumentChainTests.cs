using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Engine.Optimization;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Engine.Tests.Optimization;

/// <summary>A chain that was made shorter gives the same documents, forth and back: held against the executor in this process on generated chains and documents.</summary>
public sealed class DocumentChainTests
{
    private static readonly string[] s_paths = ["a", "b", "c", "o", "o.x", "o.y"];

    [Fact]
    public void Gives_the_same_documents_forth_and_back()
    {
        var shorter = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var chain = Chain(random);
            var reduced = OperationOptimizer.Reduce(chain);
            shorter += reduced.Count < chain.Length ? 1 : 0;
            for (var i = 0; i < 6; i++)
            {
                var document = Document(random);
                if (Run(chain, document) is { } expected)
                {
                    var found = Run(reduced, document);
                    Assert.True(found is { } both && Same(expected.There, both.There) && Same(expected.Back, both.Back), Explain(seed, chain, reduced, document, expected, found));
                }
            }
        }

        Assert.True(shorter > 500, $"Only {shorter} chains became shorter.");
    }

    [Fact]
    public void Operations_on_a_collection_that_is_made_in_the_chain_change_only_what_is_made()
    {
        MigrationOperation[] chain =
        [
            new CreateCollectionOperation { Collection = "c", Shape = FieldShape.Object(static s => s.Field("a", FieldShape.String)) },
            new AddFieldOperation { Collection = "c", Path = "b", Value = 1 },
            new RenameFieldOperation { Collection = "c", From = "a", To = "z" },
            new CreateDocumentIndexOperation { Collection = "c", Name = "ix", Paths = ["z"] },
            new ConvertFieldOperation { Collection = "c", Path = "b", To = FieldType.String },
            new RenameCollectionOperation { Collection = "c", To = "d" },
        ];

        var reduced = OperationOptimizer.Optimize(chain, null);

        Assert.Equal(["Create collection c", "Create index ix on c (z)", "Rename collection c to d"], reduced.Select(static operation => operation.Describe()));
    }

    [Fact]
    public void A_rename_is_not_taken_together_with_the_next_for_a_document_may_have_the_middle_name_already()
    {
        MigrationOperation[] chain = [Rename("a", "b"), Rename("b", "c")];

        Assert.Equal(chain, OperationOptimizer.Reduce(chain));
    }

    private static RenameFieldOperation Rename(string from, string to) => new() { Collection = "c", From = from, To = to };

    private static MigrationOperation[] Chain(Random random)
    {
        string Path() => s_paths[random.Next(s_paths.Length)];
        return
        [
            .. Enumerable.Range(0, random.Next(2, 7)).Select<int, MigrationOperation>(_ => random.Next(7) switch
            {
                0 or 1 => new AddFieldOperation { Collection = "c", Path = Path(), Value = random.Next(5) },
                2 or 3 => new RemoveFieldOperation { Collection = "c", Path = Path() },
                4 => new DeclareFieldOperation { Collection = "c", Path = Path(), Shape = random.Next(2) == 0 ? null : FieldShape.Int32 },
                5 => new ConvertFieldOperation { Collection = "c", Path = Path(), To = FieldType.String, OnError = OnErrors(random) },
                _ => Rename("abc"[random.Next(3)].ToString(), "abcd"[random.Next(4)].ToString()) is var rename && rename.From != rename.To
                    ? rename with { OnError = OnErrors(random) }
                    : Rename("a", "d"),
            }),
        ];
    }

    private static OnError OnErrors(Random random) => (OnError)random.Next(3);

    private static JObject Document(Random random)
    {
        var document = new JObject { ["_id"] = random.Next() };
        foreach (var key in new[] { "a", "b", "c", "d" }.Where(_ => random.Next(2) == 0))
        {
            document[key] = Value(random);
        }

        if (random.Next(3) > 0)
        {
            document["o"] = random.Next(4) == 0 ? Value(random) : new JObject { ["x"] = Value(random), ["z"] = 1 };
        }

        return document;
    }

    private static JToken Value(Random random) => random.Next(4) switch
    {
        0 => new JValue("007"),
        1 => new JValue((object)random.Next(9)),
        2 => JValue.CreateNull(),
        _ => new JArray(1, 2),
    };

    /// <summary>The document after the chain and after the way back; null where it does not fit, or stays apart.</summary>
    private static (JObject There, JObject Back)? Run(IReadOnlyList<MigrationOperation> chain, JObject document)
    {
        IStoreState? state = new CreateCollectionOperation { Collection = "c" }.Apply(null);
        var reverses = new List<ReshapeOperation>();
        try
        {
            foreach (var operation in chain)
            {
                reverses.Insert(0, (ReshapeOperation)operation.Reverse(state)!);
                state = operation.Apply(state);
            }
        }
        catch (StateException)
        {
            return null;
        }

        var there = new ReshapePipeline([.. chain.Cast<ReshapeOperation>()]).Apply(document);
        if (there.Misfit is not null)
        {
            return null;
        }

        var back = new ReshapePipeline(reverses).Apply(there.Document, i => there.Kept[chain.Count - 1 - i]);
        return back.Misfit is null ? (there.Document, back.Document) : null;
    }

    // The place of a touched key among its siblings is not promised.
    private static bool Same(JObject left, JObject right) => DocumentEquality.Equals(Sorted(left), Sorted(right));

    private static JObject Sorted(JObject document) => new(document.Properties()
        .OrderBy(static property => property.Name, StringComparer.Ordinal)
        .Select(static property => new JProperty(property.Name, property.Value is JObject inner ? Sorted(inner) : property.Value.DeepClone())));

    private static string Explain(
        int seed, IReadOnlyList<MigrationOperation> chain, IReadOnlyList<MigrationOperation> reduced, JObject document, (JObject There, JObject Back) expected, (JObject There, JObject Back)? found) =>
        $"seed {seed}: {Text(chain)}\n=> {Text(reduced)}\non {DocumentWriter.Write(document)}\nexpected {DocumentWriter.Write(expected.There)} and back {DocumentWriter.Write(expected.Back)}"
        + (found is { } both ? $"\nfound {DocumentWriter.Write(both.There)} and back {DocumentWriter.Write(both.Back)}" : "\nfound a misfit");

    private static string Text(IEnumerable<MigrationOperation> chain) =>
        string.Join("; ", chain.Select(static operation => operation.Describe() + (operation is ReshapeOperation { OnError: not OnError.Fail and var policy } ? $" ({policy})" : "")));
}
