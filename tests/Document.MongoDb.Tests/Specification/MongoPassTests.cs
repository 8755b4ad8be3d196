using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Document.Operations;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

/// <summary>What passes on MongoDB do besides what every store does.</summary>
public sealed class MongoPassTests(StandInServers servers) : DocumentSuite
{
    private const string Hex = "5ca4bbcea2dd94ee58162a6";

    /// <summary>Ids of every type that MongoDB takes, some of them twice in the eyes of one who forgets their types.</summary>
    private static readonly string[] s_ids =
    [
        """{"$minKey":1}""", "null", """{"$numberDouble":"NaN"}""", """{"$numberDouble":"-Infinity"}""", "-1", "0", "1", "2.5", """{"$numberLong":"9007199254740993"}""", """{"$numberDecimal":"1E+3"}""",
        "\"\"", "\"1\"", "\"a\"", "\"é\"", "{}", """{"a":1}""", """{"a":"1"}""", """{"b":{"$oid":"5ca4bbcea2dd94ee58162a68"}}""", """{"$binary":{"base64":"AA==","subType":"00"}}""",
        """{"$binary":{"base64":"AAAAAAAAAAAAAAAAAAAAAA==","subType":"03"}}""", """{"$binary":{"base64":"AAAAAAAAAAAAAAAAAAAAAA==","subType":"04"}}""", $$"""{"$oid":"{{Hex}}8"}""", $$"""{"$oid":"{{Hex}}9"}""",
        "false", "true", """{"$date":"2024-02-29T12:00:00Z"}""", """{"$timestamp":{"t":1,"i":2}}""", """{"$maxKey":1}""",
    ];

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(4, false)]
    public async Task Comes_past_ids_of_every_type_whatever_the_chunks(int chunk, bool server)
    {
        await using var store = await OpenAsync();
        store.ChunkSize = chunk;
        string[] before = [.. s_ids.Select(static id => $$"""{"_id":{{id}},"a":1,"n":0}""")];
        await store.FillAsync(Collection, before);

        var counts = await store.ApplyAsync(Operations(c => _ = server ? c.Rename("a", "b") : c.Transform("count", static d => Add(d, 1), static d => Add(d, -1))));

        Assert.Equal((before.Length, before.Length, 0), (counts.Scanned, counts.Changed, counts.Late));
        await SameAsync(store, [.. before.Select(text => server ? text.Replace("\"a\":1,\"n\"", "\"b\":1,\"n\"", StringComparison.Ordinal) : text.Replace("\"n\":0", "\"n\":1", StringComparison.Ordinal))]);
        await store.RevertAsync();
        await SameAsync(store, before);
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task A_single_server_leaves_no_mark_on_documents()
    {
        await using var store = await MongoStore.OpenAsync(servers, isReplicaSet: false);
        await store.FillAsync(Collection, ["""{"_id":1,"a":1,"n":0}"""]);

        await store.ApplyAsync(Operations(static c => c.Rename("a", "b").Remove("n")));
        await SameAsync(store, ["""{"_id":1,"b":1}"""]);
        await store.RevertAsync();
        await SameAsync(store, ["""{"_id":1,"a":1,"n":0}"""]);
    }

    [Fact]
    public async Task A_single_server_moves_collections_aside_and_back()
    {
        await using var store = await MongoStore.OpenAsync(servers, isReplicaSet: false);
        await store.FillAsync(Collection, ["""{"_id":1,"a":1}"""]);
        await store.ApplyAsync(Operations(static c => c.CreateIndex(["a"], unique: true)));

        await store.ApplyAsync(Operations(static c => c.Drop()));
        Assert.Empty(await store.CollectionsAsync());
        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"a":1}"""]);
        Assert.Equal(["ix_docs_a"], await store.IndexesAsync(Collection));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_others_change_between_reading_and_writing_is_read_again_and_not_lost(bool isReplicaSet)
    {
        await using var store = await MongoStore.OpenAsync(servers, isReplicaSet);
        await store.FillAsync(Collection, [.. Enumerable.Range(1, 3).Select(static i => $$"""{"_id":{{i}},"n":0}""")]);
        var edited = false;

        // Quarantine: so preflight has nothing to look at, and the code is called in the pass only.
        var counts = await store.ApplyAsync(Operations(c => c.Transform("count", document =>
        {
            if (!edited)
            {
                edited = true;
                Done(store.EditAsync(Collection, 3, """{"_id":3,"n":10}"""));
            }

            return Add(document, 1);
        }, static document => Add(document, -1), onError: OnError.Quarantine)));

        Assert.Equal(3, counts.Changed);
        await SameAsync(store, ["""{"_id":1,"n":1}""", """{"_id":2,"n":1}""", """{"_id":3,"n":11}"""]);
        await store.RevertAsync();
        await SameAsync(store, ["""{"_id":1,"n":0}""", """{"_id":2,"n":0}""", """{"_id":3,"n":10}"""]);
    }

    /// <summary>Code of a transform can't wait otherwise.</summary>
    private static void Done(Task task) => task.GetAwaiter().GetResult();

    private static JObject Add(JObject document, int number)
    {
        document["n"] = new JValue((object)((int)document["n"]! + number));
        return document;
    }
}
